import type { Connection } from "./connection";
import { type EnvironmentRef, findEnvironment } from "./environment";
import { CliError } from "./exit";
import type { Fallback } from "./fallback/fallback";
import { FallbackRefused, type Kept } from "./fallback/fallback-file";
import { type Client, createClient, ServerError } from "./http";
import { type Io, note } from "./io";
import { fetchSecretValues, type SecretValues } from "./secret-values";

/** With a fallback, a start waits no longer than this for the server. */
const SHORT_WAIT_SECONDS = 5;
const USUAL_WAIT_SECONDS = 30;
const HOUR_MS = 3_600_000;

export type SourceOptions = {
  environment: EnvironmentRef;
  /** How long to retry at the start. Left out: depends on whether there is a fallback. */
  waitForSeconds: number | undefined;
  fallback: Fallback | null;
};

/** An environment's values: at first from the fallback if necessary, then from Phase. */
export class ValueSource {
  private constructor(
    readonly client: Client,
    readonly environmentId: string,
    readonly first: SecretValues,
    readonly fallback: Fallback | null,
  ) {}

  /** @throws CliError if neither Phase nor the fallback has values */
  static async open(io: Io, connection: Connection, options: SourceOptions): Promise<ValueSource> {
    const { environment, fallback } = options;
    const { kept, problem } = await openFallback(fallback);
    const waitForSeconds =
      options.waitForSeconds ?? (kept === null ? USUAL_WAIT_SECONDS : SHORT_WAIT_SECONDS);
    const starting = createClient(connection, io, { waitForSeconds });
    const client = createClient(connection, io);
    try {
      const { id } = await findEnvironment(starting, environment);
      const first = await fetchSecretValues(starting, id);
      await fallback?.keep(id, first);
      return new ValueSource(client, id, first, fallback);
    } catch (error) {
      await forgetAfterNo(error, fallback);
      if (!(error instanceof ServerError) || error.kind !== "away") throw error;
      if (kept === null || fallback === null) throw problem === null ? error : alsoSaying(error, problem);
      note(io, `${error.message}\n${useOf(kept, fallback)}`);
      return new ValueSource(client, kept.environmentId, { ...kept, goodForSeconds: null }, fallback);
    }
  }

  /** @throws ServerError */
  async read(known: SecretValues, signal: AbortSignal): Promise<SecretValues> {
    try {
      const read = await fetchSecretValues(this.client, this.environmentId, { known, signal });
      await this.fallback?.keep(this.environmentId, read);
      return read;
    } catch (error) {
      await forgetAfterNo(error, this.fallback);
      throw error;
    }
  }
}

/** The usable values, or why the existing file can't be used. */
async function openFallback(
  fallback: Fallback | null,
): Promise<{ kept: Kept | null; problem: string | null }> {
  if (fallback === null) return { kept: null, problem: null };
  try {
    return { kept: await fallback.open(), problem: null };
  } catch (error) {
    if (!(error instanceof FallbackRefused)) throw error;
    return {
      kept: null,
      problem: `The fallback file ${fallback.path} isn't used, because it ${error.message}.`,
    };
  }
}

async function forgetAfterNo(error: unknown, fallback: Fallback | null): Promise<void> {
  if (error instanceof ServerError && error.kind === "no") await fallback?.forget();
}

function alsoSaying(error: ServerError, problem: string): CliError {
  return new CliError(`${error.message}\n${problem}`, error.exitCode);
}

function useOf({ readAt, goodUntil }: Kept, { path }: Fallback): string {
  const until = new Date(goodUntil).toISOString();
  return `Using the values of ${ageInWords(Date.now() - readAt)} ago from the fallback file ${path}, which is good until ${until}.`;
}

function ageInWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(ms / HOUR_MS);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
