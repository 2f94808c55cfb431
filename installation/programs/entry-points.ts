/** The programs of the product, and those that they start as separate processes. */
export const PROGRAMS = {
  start: "scripts/start/start.ts",
  web: "scripts/start/web.ts",
  worker: "scripts/start/worker.ts",
  demo: "scripts/start/demo.ts",
  phase: "scripts/start/phase.ts",
  "worker-process": "worker/main.ts",
  "leave-database": "installation/postgres/leave.ts",
} as const;
