// npm run bench [-- --only=NAME,…] [--json=FILE]: what users notice, each compared with a floor measured in
// the same process and minute.
import { availableParallelism, cpus } from "node:os";
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { measureBacklog } from "./backlog";
import { measureBundles } from "./bundles";
import { measureCommandLine } from "./command-line";
import { measureCycles } from "./cycles";
import { measureIdle } from "./idle";
import { measureLateness } from "./lateness";
import { measureLists } from "./lists";
import { figuresOf, type Measurement } from "./measurement";
import { measureReads } from "./reads";
import { measureSickKeys } from "./sick-keys";
import { measureSeal } from "./seal";
import { openStage, type Stage } from "./stage";
import { measureWatched } from "./watched";
import { measureWeb } from "./web";
import { interrupted } from "@/installation/programs/interruption";
import { launchInOrder } from "@/installation/programs/launch";

/** In this order, a worker finds nothing of another benchmark's to do. */
const BENCHMARKS: Record<string, (stage: Stage) => Promise<Measurement[]>> = {
  seal: measureSeal,
  reads: measureReads,
  web: measureWeb,
  idle: measureIdle,
  lateness: measureLateness,
  cycles: measureCycles,
  backlog: measureBacklog,
  sick: measureSickKeys,
  watched: measureWatched,
  lists: measureLists,
  bundles: measureBundles,
  cli: measureCommandLine,
};

await launchInOrder(async () => {
  const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "string" } } });
  const asked = values.only?.split(",") ?? Object.keys(BENCHMARKS);
  const unknown = asked.filter((name) => !(name in BENCHMARKS));
  if (unknown.length > 0) {
    const known = Object.keys(BENCHMARKS).join(", ");
    throw new Error(`There is no benchmark ${unknown.join(", ")}. They are: ${known}.`);
  }
  const stage = await openStage();
  const taken: Record<string, unknown>[] = [];
  try {
    const model = cpus()[0]?.model ?? "unknown processor";
    console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, ${model}\n`);
    console.log(row(["measured", "value", "floor", "times the floor", "rounds"]));
    console.log(row(["-".repeat(42), "-: ", "-: ", "-: ", "-: "].map((rule) => rule.trim())));
    for (const [name, measure] of Object.entries(BENCHMARKS)) {
      if (!asked.includes(name)) continue;
      const measurements = await Promise.race([measure(stage), interrupted()]);
      for (const measurement of measurements) console.log(shown(measurement));
      taken.push(...measurements.map((measurement) => ({ ...measurement, ...figuresOf(measurement) })));
    }
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(taken, null, 2)}\n`);
  } finally {
    await stage.close();
  }
});

function shown(measurement: Measurement): string {
  const { value, floor, ratio, lowestRatio, highestRatio } = figuresOf(measurement);
  const { name, unit, rounds } = measurement;
  const spread = `${digits(lowestRatio)} to ${digits(highestRatio)} in ${rounds.length}`;
  return row([name, `${digits(value)} ${unit}`, `${digits(floor)} ${unit}`, digits(ratio), spread]);
}

/** As a table of Markdown. */
function row([name = "", ...cells]: string[]): string {
  const widths = [12, 12, 16, 20];
  const padded = cells.map((cell, index) => cell.padStart(widths[index] ?? 0));
  return `| ${[name.padEnd(42), ...padded].join(" | ")} |`;
}

/** Three significant digits, or all of a whole number. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
