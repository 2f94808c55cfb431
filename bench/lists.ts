/** Lists, searches and counts over HTTP from the built web process, in an organisation as large as one may become. */
import { Agent } from "node:http";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { ensureBuilt } from "@/installation/programs/build";
import { startProgram } from "@/installation/programs/program";
import { webProgram } from "@/installation/programs/programs";
import { env } from "@/lib/settings/env";
import { countRotations } from "@/lib/rotation/queries/count-rotations";
import { answer } from "./answer";
import { writeMany } from "./many-rows";
import { type Measurement, percentileRounds } from "./measurement";
import { alternately, inRounds } from "./rounds";
import type { Stage } from "./stage";

const ENVIRONMENTS = 9;
const ADMIN_KEYS = 50;
/** 11,000 in each environment. */
const SECRETS = 100_000;
const PAST = 5;
const ASKED = 25;
/** How often eight concurrent lists are requested before the memory is checked. */
const SOAK = 300;

export async function measureLists(stage: Stage): Promise<Measurement[]> {
  const environmentIds: string[] = [];
  const rootIds: string[] = [];
  for (let n = 0; n < ENVIRONMENTS; n++) environmentIds.push(await stage.createEnvironment("Many"));
  for (let n = 0; n < ADMIN_KEYS; n++) rootIds.push(await stage.createRootCredential());
  await writeMany(stage.ownerUrl, {
    organisationId: stage.ctx.actor.organisationId,
    thirdPartyCredentialIds: rootIds,
    environmentIds,
    secrets: SECRETS,
    pastCredentials: PAST,
    expiring: true,
  });
  await countRotations(stage.ctx.db);
  await ensureBuilt();
  const settings = env();
  const web = startProgram({ ...webProgram(settings), output: 2 });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  try {
    await web.ready;
    const base = `http://${settings.host}:${settings.port}`;
    const headers = { authorization: `Bearer ${stage.token}` };
    const ask = (path: string) => answer(agent, `${base}${path}`, headers, 200);
    const [environmentId = ""] = environmentIds;
    const here = `/api/v1/environments/${environmentId}`;
    const last = Math.ceil(((SECRETS / ENVIRONMENTS) * 4) / 100) - 1;
    const lists: Record<string, string> = {
      "the overview": "/api/v1/overview",
      "an environment's first page": `${here}/secret-page`,
      "its last page": `${here}/secret-page?page=${last}`,
      "its first page, filtered": `${here}/secret-page?filter=key_id+77`,
      "its rotating secrets, 200": `${here}/rotating-secrets`,
      "its rows, 200": `${here}/secret-rows`,
      "search, in few rows": `/api/v1/secrets?search=key_id_${SECRETS - 1}`,
      "search, in a third of them": "/api/v1/secrets?search=service_account",
      "search, in no row": "/api/v1/secrets?search=nowhere+zz",
      "the admin keys": "/api/v1/third-party-credentials",
      "the audit log": "/api/v1/audit",
      metrics: "/metrics",
      readyz: "/readyz",
    };
    const measurements: Measurement[] = [];
    for (const [name, path] of Object.entries(lists)) {
      let bytes = 0;
      const rounds = await inRounds(async () =>
        percentileRounds(
          await alternately(
            ASKED,
            async () => {
              bytes = (await ask(path)).bytes;
            },
            () => ask("/healthz"),
          ),
        ),
      );
      for (const share of ["p50", "p99"] as const)
        measurements.push({
          name: `${name}, ${share}`,
          unit: "ms",
          better: "less",
          rounds: rounds.map((round) => round[share]),
        });
      measurements.push(ofLimit(`${name}, size`, "KB", bytes / 1_000, 200));
    }
    for (let n = 0; n < SOAK; n++) await Promise.all(Object.values(lists).slice(0, 8).map(ask));
    await delay(1_000);
    measurements.push(ofLimit("the web process after the soak", "MB", await residentMb(web.pid), 250));
    return measurements;
  } finally {
    agent.destroy();
    await web.stop();
  }
}

/** Compared with its limit. */
function ofLimit(name: string, unit: string, value: number, floor: number): Measurement {
  return { name, unit, better: "less", rounds: [{ value, floor }] };
}

/** A process's megabytes, according to Linux. */
async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_000;
}
