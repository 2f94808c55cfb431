/** Reading an environment through its route, compared with the one query and the decryptions that every read needs. */
import { GET } from "@/app/api/v1/environments/[id]/secrets/route";
import { openRow, readValues } from "@/lib/secrets/value-rows";
import { type Measurement, percentileRounds } from "./measurement";
import { fillEnvironment, READ_ROWS } from "./read-rows";
import { alternately, inRounds } from "./rounds";
import type { Stage } from "./stage";

const READS = 200;

export async function measureReads(stage: Stage): Promise<Measurement[]> {
  const { ctx, services, token } = stage;
  // Where routes find the process's services.
  Object.assign(globalThis, { phaseServices: Promise.resolve(services) });
  const environmentId = await fillEnvironment(stage);
  const { organisationId } = ctx.actor;

  async function read(status: number, knownTag: string | null): Promise<string | null> {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    if (knownTag !== null) headers.set("if-none-match", knownTag);
    const url = `http://127.0.0.1/api/v1/environments/${environmentId}/secrets`;
    const response = await GET(new Request(url, { headers }), {
      params: Promise.resolve({ id: environmentId }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`The route answered ${response.status}: ${text}`);
    return response.headers.get("etag");
  }
  const query = () => readValues(ctx.db, organisationId, environmentId);
  const queryAndOpen = async () => {
    const rows = (await query())?.rows ?? [];
    const values = await Promise.all(rows.map((row) => openRow(ctx, organisationId, row)));
    if (values.filter((value) => value !== null).length !== READ_ROWS) {
      throw new Error("The environment does not have the values that were put there.");
    }
  };
  const tag = await read(200, null);

  const rounds = await inRounds(async () => ({
    full: percentileRounds(await alternately(READS, () => read(200, null), queryAndOpen)),
    unchanged: percentileRounds(await alternately(READS, () => read(304, tag), query)),
  }));
  return (["full", "unchanged"] as const).flatMap((kind) =>
    (["p50", "p99"] as const).map((share): Measurement => {
      const answer = kind === "full" ? "200" : "304";
      const name = `read ${READ_ROWS} secrets, ${answer}, ${share}`;
      return { name, unit: "ms", better: "less", rounds: rounds.map((round) => round[kind][share]) };
    }),
  );
}
