// The Node package for the shared test cases: one request per line on standard input, one response per line
// on standard output.
import { createInterface } from "node:readline";
import { argv, stdout } from "node:process";

const { Phase } = await import(argv[2]);
const say = (line) => stdout.write(`${JSON.stringify(line)}\n`);
let phase;
let load = null;

const OPERATIONS = {
  open: ({ fallback, ...options }) => {
    phase = new Phase({ ...options, ...(fallback === undefined ? {} : { fallback }) });
    phase.onChange(({ changedKeys }) => say({ changed: changedKeys }));
  },
  get: async ({ key }) => await phase.get(key),
  getMany: async ({ key, times }) =>
    await Promise.all(Array.from({ length: times }, async () => await phase.get(key))),
  refresh: async ({ key, refused }) => await phase.refresh(key, refused),
  counters: () => ({ ...phase.counters, fallback_starts: phase.counters.fallbackStarts }),
  call: async ({ key, url }) => (await phase.fetch(key)(url, { method: "POST", body: "x" })).status,
  startLoad: ({ key, url, workers }) => {
    const call = phase.fetch(key);
    const result = { calls: 0, refused: 0, over: false };
    const work = async () => {
      while (!result.over) {
        const { status } = await call(url, { method: "POST", body: "x" });
        result.calls += 1;
        if (status !== 200) result.refused += 1;
      }
    };
    load = { result, done: Promise.all(Array.from({ length: workers }, work)) };
  },
  endLoad: async () => {
    load.result.over = true;
    await load.done;
    return { calls: load.result.calls, refused: load.result.refused };
  },
  close: () => phase.close(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, op, ...args } = JSON.parse(line);
  void Promise.resolve()
    .then(() => OPERATIONS[op](args))
    .then(
      (result) => say({ id, result: result ?? null }),
      (error) => say({ id, error: error.message, kind: error.kind ?? null }),
    );
}
