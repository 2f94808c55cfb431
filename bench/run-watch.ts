// node scripts/run.mjs bench-watch [--rotations=100] [--interval=2] [--delay=1]: in seconds. Continuously
// calls a program that
// `phase run --watch` runs while its key rotates. Exits with 1 if the provider refused a single call.
import { parseArgs } from "node:util";
import { exposures, refusalsAtProvider, type Watched, watchRotations } from "./watch";
import { buildCli } from "../cli/build.mjs";
import { launchInOrder } from "@/installation/programs/launch";
import { join } from "node:path";
import { ROOT } from "@/installation/root";
import { withThrowaway } from "@/installation/fresh/throwaway";

const { values } = parseArgs({
  options: {
    rotations: { type: "string", default: "100" },
    interval: { type: "string", default: "2" },
    delay: { type: "string", default: "1" },
  },
});
const rotations = Number(values.rotations);
const schedule = {
  rotationIntervalSeconds: Number(values.interval),
  revocationDelaySeconds: Number(values.delay),
};

await launchInOrder(async () => {
  await buildCli(join(ROOT, "cli/dist/phase.mjs"));
  const refused = await withThrowaway(schedule, async (throwaway) => {
    const watched = await watchRotations(throwaway, rotations);
    const exposed = await exposures(throwaway);
    const atProvider = await refusalsAtProvider(throwaway);
    console.log(
      `${exposed.size - 1} rotations, one each ${values.interval} s, old key revoked after ${values.delay} s`,
    );
    for (const one of watched) console.log(report(one, exposed));
    console.log(`refused, as the provider counts: ${atProvider}`);
    return atProvider + watched.reduce((sum, one) => sum + one.refused + one.failed, 0);
  });
  if (refused > 0) throw new Error("Calls were refused or failed.");
});

function report(
  { mode, answered, refused, failed, broken, silencesMs, firstUse }: Watched,
  exposed: Map<string, number>,
) {
  const adoptedMs = [...exposed].slice(0, -1).flatMap(([keyId, exposedAt]) => {
    const used = firstUse.get(keyId);
    return used === undefined ? [] : [used - exposedAt];
  });
  return [
    `${mode}: ${answered} calls answered, ${refused} refused, ${failed} without the provider, ${broken} cut off by the restart and asked again`,
    `  keys used: ${firstUse.size} of ${exposed.size}`,
    `  new key in use after (ms): ${spread(adoptedMs)}`,
    `  nothing listened (ms): ${silencesMs.length} times; ${spread(silencesMs)}`,
  ].join("\n");
}

function spread(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  if (sorted.length === 0) return "-";
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}`;
}
