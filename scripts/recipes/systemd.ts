import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/installation/root";
import { currentKey, expect, type Kitchen, run, succeed } from "./kitchen";

const UNITS = join(ROOT, "deploy/systemd");
const SAY_KEY = `process.stdout.write(process.env.OPENAI_API_KEY)`;

export async function trySystemd(kitchen: Kitchen): Promise<string | void> {
  const key = await currentKey(kitchen);
  const said = await succeed(kitchen, ["sh", "-c", startLine(kitchen)], {
    PHASE_SERVICE_TOKEN: undefined,
    SAY_KEY,
  });
  expect(said === key, "ExecStart does not hand on the key");
  return await verified(kitchen);
}

/** ExecStart with this machine's paths. A program that prints the key replaces the one at its end. */
function startLine({ files, folder, throwaway }: Kitchen): string {
  const unit = files.get("assistant.service") ?? "";
  const line = /^ExecStart=(.+)$/m.exec(unit)?.[1] ?? "";
  return line
    .replace("/usr/local/bin/phase", "phase")
    .replace("My app/Production", throwaway.environmentPath)
    .replace("%d", folder)
    .replace(/-- .*$/, `-- node -e "$SAY_KEY"`);
}

/** Checked by systemd itself, with a stand-in for programs that this machine lacks. */
async function verified(kitchen: Kitchen): Promise<string | void> {
  const ofPhase = globSync("*.service", { cwd: UNITS });
  expect(ofPhase.length > 0, "deploy/systemd has no units");
  const units = new Map(ofPhase.map((name) => [name, readFileSync(join(UNITS, name), "utf8")]));
  units.set("assistant.service", kitchen.files.get("assistant.service") ?? "");
  for (const [name, unit] of units) {
    const here = unit.replace(/^(ExecStart=)\/\S+/m, "$1/bin/sh");
    expect(here !== unit, `${name} starts nothing`);
    writeFileSync(join(kitchen.folder, name), here);
    const ran = await run(kitchen, ["systemd-analyze", "verify", `./${name}`]);
    if (ran === null) return "systemd-analyze verify, no systemd here";
    expect(ran.code === 0 && !ran.stderr.includes(name), `systemd-analyze says ${ran.stderr}`);
  }
}
