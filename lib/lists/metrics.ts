/** All metrics of `/metrics`: those of the web and those of a worker. */
type Row = {
  kind: "counter" | "gauge" | "histogram";
  /** `database`: read from the database by the web. `web` and `worker`: counted by that process since its start. */
  from: readonly ("database" | "web" | "worker")[];
  labels: readonly string[];
  /** For Prometheus, and for the table of docs/metrics.md. */
  help: string;
};

const BOTH = ["web", "worker"] as const;
const DATABASE = ["database"] as const;

export const METRICS = {
  phase_build_info: {
    kind: "gauge",
    from: BOTH,
    labels: ["version", "node"],
    help: "Always 1. The labels are this process's versions of Phase and Node.js.",
  },
  phase_database_up: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "1 if the database answered every query, else 0.",
  },
  phase_sealed: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "1 while this installation is sealed and calls no provider, else 0.",
  },
  phase_rotating_secrets: {
    kind: "gauge",
    from: DATABASE,
    labels: ["health"],
    help: "Rotating secrets by health.",
  },
  phase_rotating_secrets_paused: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Rotating secrets whose schedule is paused.",
  },
  phase_rotations_overdue: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Rotations that are due but not done. Paused schedules don't count.",
  },
  phase_revocations_overdue: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Revocations that are due but not confirmed by the provider.",
  },
  phase_unknown_outcomes: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Requests for a key whose response was lost and whose account Phase still searches for.",
  },
  phase_oldest_due_seconds: {
    kind: "gauge",
    from: DATABASE,
    labels: ["kind"],
    help: "How long the oldest due work has waited, by kind: mint or settle (revoke, or look for an account). 0 if none is due.",
  },
  phase_oldest_current_key_seconds: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Age of the oldest current key. 0 without keys.",
  },
  phase_admin_keys: {
    kind: "gauge",
    from: DATABASE,
    labels: ["status"],
    help: "Admin keys by status: valid or invalid.",
  },
  phase_admin_key_expiry_timestamp_seconds: {
    kind: "gauge",
    from: DATABASE,
    labels: ["admin_key"],
    help: "When an admin key expires, in Unix time. Absent for admin keys that don't expire.",
  },
  phase_admin_keys_uncompared: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Admin keys whose accounts have not been compared since the database lost data.",
  },
  phase_workers: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Workers that reported within the last minute.",
  },
  phase_worker_heartbeat_age_seconds: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Seconds since any worker last reported; -1 if none ever did.",
  },
  phase_worker_last_seen_seconds: {
    kind: "gauge",
    from: DATABASE,
    labels: ["worker"],
    help: "Seconds since each worker last reported, for workers that reported within the last day. A worker that stops cleanly is removed.",
  },
  phase_database_size_bytes: {
    kind: "gauge",
    from: DATABASE,
    labels: [],
    help: "Size of the database on disk.",
  },
  phase_rotations_total: {
    kind: "counter",
    from: BOTH,
    labels: ["outcome", "reason", "code"],
    help: "Rotations that this process completed, by outcome (exposed, failed, held_back, superseded), reason, and failure code.",
  },
  phase_rotation_seconds: {
    kind: "histogram",
    from: BOTH,
    labels: [],
    help: "From the start of a rotation to its new key being current.",
  },
  phase_rotation_lateness_seconds: {
    kind: "histogram",
    from: BOTH,
    labels: [],
    help: "From the time a rotation was planned or requested to its new key being current.",
  },
  phase_revocations_total: {
    kind: "counter",
    from: BOTH,
    labels: ["outcome", "code"],
    help: "Attempts to revoke a previous key, by outcome (revoked, failed, held_back) and failure code.",
  },
  phase_revocation_lateness_seconds: {
    kind: "histogram",
    from: BOTH,
    labels: [],
    help: "From the end of a revocation delay to the provider's confirmation.",
  },
  phase_queue_seconds: {
    kind: "histogram",
    from: ["worker"],
    labels: ["kind"],
    help: "How long due work waited until a worker began it, by kind: mint or settle.",
  },
  phase_provider_calls_total: {
    kind: "counter",
    from: BOTH,
    labels: ["operation", "code", "admin_key"],
    help: "Calls to the provider by operation, result (ok, or a failure code), and ID of the third-party credential.",
  },
  phase_provider_call_seconds: {
    kind: "histogram",
    from: BOTH,
    labels: ["operation"],
    help: "How long the provider took to respond, by operation.",
  },
  phase_events_total: {
    kind: "counter",
    from: BOTH,
    labels: ["type"],
    help: "Events of rotating secrets that this process recorded, by type.",
  },
  phase_loop_failures_total: {
    kind: "counter",
    from: ["worker"],
    labels: ["loop"],
    help: "Rounds of a worker's loops that failed, by loop.",
  },
  phase_security_events_total: {
    kind: "counter",
    from: ["web"],
    labels: ["type"],
    help: "Denied, throttled and forged requests, by type.",
  },
} as const satisfies Record<string, Row>;

export type MetricName = keyof typeof METRICS;
/** The keys of a literal object are those of its type. */
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** All of them, under one type. */
export const metricRow = (name: MetricName): Row => METRICS[name];

/** Seconds, from 10 ms to an hour, each about three times the previous one. */
export const BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3600];
