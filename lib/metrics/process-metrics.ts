/** Counters of this process since its start, in memory, so that reading them is free. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { EventType } from "@/lib/lists/events";
import { EVENT_TYPES } from "@/lib/lists/events";
import type { FailureCode } from "@/lib/lists/failure-codes";
import { BUCKETS, type MetricName, metricRow } from "@/lib/lists/metrics";
import { VERSION } from "@/lib/version";

/** `code`: the failure code, if it failed. */
type Ending<Outcome> = { outcome: Outcome; code?: FailureCode | undefined };
export type RotationEnding = Ending<"exposed" | "failed" | "held_back" | "superseded">;
export type RevocationEnding = Ending<"revoked" | "failed" | "held_back">;

export type ProviderCall = { operation: string; code: string; adminKeyId: string; seconds: number };

export class ProcessMetrics {
  readonly registry = new Registry();
  readonly #rotations = this.#counter("phase_rotations_total");
  readonly #rotationSeconds = this.#histogram("phase_rotation_seconds");
  readonly #rotationLateness = this.#histogram("phase_rotation_lateness_seconds");
  readonly #revocations = this.#counter("phase_revocations_total");
  readonly #revocationLateness = this.#histogram("phase_revocation_lateness_seconds");
  readonly #queue = this.#histogram("phase_queue_seconds");
  readonly #calls = this.#counter("phase_provider_calls_total");
  readonly #callSeconds = this.#histogram("phase_provider_call_seconds");
  readonly #events = this.#counter("phase_events_total");
  readonly #loopFailures = this.#counter("phase_loop_failures_total");

  constructor() {
    gaugeIn(this.registry, "phase_build_info").set({ version: VERSION, node: process.versions.node }, 1);
    // Prometheus sees no increase from nothing to one.
    for (const type of EVENT_TYPES) this.#events.inc({ type }, 0);
  }

  /** `lateSeconds`: null if nobody waited, or if there was no result. */
  rotated(
    { outcome, code }: RotationEnding,
    reason: string,
    took: { seconds: number; lateSeconds: number | null },
  ): void {
    this.#rotations.inc({ outcome, reason, code: code ?? "" });
    if (outcome !== "exposed") return;
    this.#rotationSeconds.observe(took.seconds);
    if (took.lateSeconds !== null) this.#rotationLateness.observe(took.lateSeconds);
  }

  revoked({ outcome, code }: RevocationEnding, lateSeconds: number | null): void {
    this.#revocations.inc({ outcome, code: code ?? "" });
    if (lateSeconds !== null) this.#revocationLateness.observe(lateSeconds);
  }

  begun(kind: "mint" | "settle", waitedSeconds: number): void {
    this.#queue.observe({ kind }, Math.max(waitedSeconds, 0));
  }

  called({ operation, code, adminKeyId, seconds }: ProviderCall): void {
    this.#calls.inc({ operation, code, admin_key: adminKeyId });
    this.#callSeconds.observe({ operation }, seconds);
  }

  happened(types: readonly EventType[]): void {
    for (const type of types) this.#events.inc({ type });
  }

  /** Loops that haven't failed are included too. */
  loopBegan(loop: string): void {
    this.#loopFailures.inc({ loop }, 0);
  }

  loopFailed(loop: string): void {
    this.#loopFailures.inc({ loop });
  }

  #counter(name: MetricName): Counter {
    return counterIn(this.registry, name);
  }

  #histogram(name: MetricName): Histogram {
    return new Histogram({ ...optionsOf(this.registry, name), buckets: BUCKETS });
  }
}

export function gaugeIn(registry: Registry, name: MetricName): Gauge {
  return new Gauge(optionsOf(registry, name));
}

export function counterIn(registry: Registry, name: MetricName): Counter {
  return new Counter(optionsOf(registry, name));
}

function optionsOf(registry: Registry, name: MetricName) {
  const { help, labels } = metricRow(name);
  return { name, help, labelNames: [...labels], registers: [registry] };
}

// On globalThis because the web bundles each route separately.
const holder: { phaseMetrics?: ProcessMetrics } = globalThis as { phaseMetrics?: ProcessMetrics };

/** This process's metrics. */
export function processMetrics(): ProcessMetrics {
  return (holder.phaseMetrics ??= new ProcessMetrics());
}
