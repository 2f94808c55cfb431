/**
 * Reading an environment over HTTP from the built web process, compared with an empty route there; and with
 * the audit log's chain, linked by this process, compared with the same without one.
 */
import { Agent } from "node:http";
import { ensureBuilt } from "@/installation/programs/build";
import { startProgram } from "@/installation/programs/program";
import { webProgram } from "@/installation/programs/programs";
import { linkEntries } from "@/lib/audit-log/link-entries";
import { env } from "@/lib/settings/env";
import { answer } from "./answer";
import type { Measurement } from "./measurement";
import { fillEnvironment, READ_ROWS } from "./read-rows";
import { inLanes, inRounds, timed } from "./rounds";
import type { Stage } from "./stage";

const CONNECTIONS = 8;
const REQUESTS = Array.from({ length: 400 }, (_, index) => index);

export async function measureWeb(stage: Stage): Promise<Measurement[]> {
  const environmentId = await fillEnvironment(stage);
  await ensureBuilt();
  const settings = env();
  const web = startProgram({ ...webProgram(settings), output: 2 });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await web.ready;
    const base = `http://${settings.host}:${settings.port}`;
    const path = `/api/v1/environments/${environmentId}/secrets`;
    const headers = { authorization: `Bearer ${stage.token}` };
    const ask = (at: string, status: number, more: Record<string, string> = {}) =>
      answer(agent, `${base}${at}`, { ...headers, ...more }, status);
    const { etag = "" } = await ask(path, 200);
    const rate = async (work: () => Promise<unknown>, afterwards: () => Promise<void> = async () => {}) =>
      (REQUESTS.length * 1_000) / (await timed(() => inLanes(REQUESTS, CONNECTIONS, work).then(afterwards)));
    const empty = () => rate(() => ask("/healthz", 200));
    const full = await inRounds(async () => ({
      value: await rate(() => ask(path, 200)),
      floor: await empty(),
    }));
    const unchanged = await inRounds(async () => ({
      value: await rate(() => ask(path, 304, { "if-none-match": etag })),
      floor: await empty(),
    }));
    const chained = await inRounds(async () => {
      const value = await rate(
        () => ask(path, 200),
        () => linkEntries(stage.services),
      );
      await stage.chained(false);
      const floor = await rate(() => ask(path, 200)).finally(() => stage.chained(true));
      return { value, floor };
    });
    const shown = (what: string, rounds: Measurement["rounds"]): Measurement => {
      return { name: `GET of ${READ_ROWS} secrets, ${what}`, unit: "1/s", better: "more", rounds };
    };
    return [shown("200", full), shown("304", unchanged), shown("chained ÷ not", chained)];
  } finally {
    agent.destroy();
    await web.stop();
  }
}
