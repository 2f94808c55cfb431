/**
 * `phase apply`. The server makes and performs the plan. The command shows the plan, asks for confirmation, reads the keys that
 * the file refers to, and saves new tokens.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { confirm, readInput } from "../ask";
import type { Connection } from "../connection";
import { CliError, EXIT } from "../exit";
import { type Client, createClient, ServerError } from "../http";
import { type Io, note, print, printJson } from "../io";
import { readSecretText } from "../secret-text";
import { type Plan, plan, type PlanStep } from "./plan";
import { counted, planText, stepTitle } from "./plan-text";
import { openTokensFile, type TokensFile } from "./tokens-file";

export type ApplyFlags = {
  file: string;
  dryRun?: true;
  prune?: true;
  replaceKeys?: true;
  tokensTo?: string;
  yes?: true;
  output: "text" | "json";
  json?: true;
};

/** How long to wait for another apply, for a response, or for Phase to come back. */
const PATIENCE_MS = 180_000;
const PAUSE_SECONDS = 2;
/** How many plans to request before giving up, if something else keeps changing. */
const MOST_PLANS = 5;

/** Returns the exit code. */
export async function apply(io: Io, connection: Connection, flags: ApplyFlags): Promise<number> {
  const isJson = flags.json === true || flags.output === "json";
  const client = createClient(connection, io);
  const body = await bodyOf(io, flags);
  for (let made = 1; ; made += 1) {
    const planned = await readPlan(io, client, body, flags);
    const { steps } = planned;
    if (!isJson) print(io, planText(steps));
    if (flags.dryRun === true || steps.length === 0) {
      if (isJson) printJson(io, planned, 2);
      return flags.dryRun === true && steps.length > 0 ? EXIT.differs : EXIT.ok;
    }
    const tokens = await tokensFileOf(steps, flags);
    const deleted = steps.filter(({ action }) => action === "delete");
    if (deleted.length > 0) await confirm(io, `Deletes ${counted(deleted)}.`, flags.yes === true);
    try {
      const done = await performAll(io, client, { ...body, plan: planned.plan }, { tokens, isJson });
      if (isJson) printJson(io, { ...done, applied: done.applied.map(({ text: _, ...step }) => step) }, 2);
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== "stale" || made === MOST_PLANS) throw error;
      note(io, "Something else has changed. This is the new plan.");
    }
  }
}

type Body = {
  file: string;
  values: Record<string, string>;
  prune: boolean;
  replaceKeys: boolean;
  plan?: string;
};

async function bodyOf(io: Io, { file, prune, replaceKeys }: ApplyFlags): Promise<Body> {
  return {
    file: await readYaml(io, file),
    values: {},
    prune: prune === true,
    replaceKeys: replaceKeys === true,
  };
}

async function readYaml(io: Io, path: string): Promise<string> {
  if (path === "-") return await readInput(io);
  try {
    return await readFile(resolve(io.cwd, path), "utf8");
  } catch {
    throw new CliError(
      `The file ${path} can't be read. Name another file with -f, or create one with \`phase export\`.`,
    );
  }
}

/** Requests the plan. It needs no keys if nothing is applied, unless --replace-keys compares them. */
async function readPlan(io: Io, client: Client, body: Body, flags: ApplyFlags): Promise<Plan> {
  const planned = await send(io, client, "?dryRun=true", body);
  if (planned.needed.length === 0 || (flags.dryRun === true && !body.replaceKeys)) return planned;
  for (const reference of planned.needed)
    body.values[reference] = await readReference(io, reference, flags.file);
  return body.replaceKeys ? await send(io, client, "?dryRun=true", body) : planned;
}

async function readReference(io: Io, reference: string, yaml: string): Promise<string> {
  const [kind = ""] = reference.split(":", 1);
  const name = reference.slice(kind.length + 1);
  if (kind === "env") {
    const value = Object.hasOwn(io.env, name) ? io.env[name] : undefined;
    if (value === undefined || value === "")
      throw new CliError(`The variable ${name} isn't set. ${yaml} refers to it.`);
    return value;
  }
  const folder = yaml === "-" ? io.cwd : dirname(resolve(io.cwd, yaml));
  if (kind === "file") return await readSecretText(io, name, { file: resolve(folder, name) });
  throw new CliError(`This version of phase can't read ${reference}.`);
}

/** Opens the file before any change, because afterwards it would be too late to find out that it can't be written. */
async function tokensFileOf(
  steps: readonly PlanStep[],
  { tokensTo }: ApplyFlags,
): Promise<TokensFile | null> {
  const shown = steps.filter(({ showsText }) => showsText);
  if (shown.length === 0) return null;
  if (tokensTo !== undefined) return await openTokensFile(tokensTo);
  const names = shown.map(({ name }) => name).join(", ");
  throw new CliError(
    `Phase shows new service tokens and signing secrets only once. Name a file for them with --tokens-to: ${names}.`,
    EXIT.usage,
  );
}

type Doing = { tokens: TokensFile | null; isJson: boolean };

async function performAll(io: Io, client: Client, first: Body, { tokens, isJson }: Doing): Promise<Plan> {
  const applied: Plan["applied"] = [];
  for (let body = first; ;) {
    const answer = await send(io, client, "", body);
    for (const step of answer.applied) {
      if (step.text !== null) await tokens?.keep(step.kind, step.name, step.text);
      if (!isJson) print(io, `Done: ${stepTitle(step)}`);
    }
    applied.push(...answer.applied);
    if (answer.steps.length === 0) return { ...answer, applied };
    body = { ...body, plan: answer.plan };
  }
}

/** Repeats a change until there is a response. Each repetition has the same key, so the change takes effect once. */
async function send(io: Io, client: Client, query: string, body: Body): Promise<Plan> {
  const headers = { "idempotency-key": randomUUID() };
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let told = ""; ;) {
    try {
      return await client.request(plan, `/configuration${query}`, { method: "POST", body, headers });
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const isAway = error.kind === "away" && query === "";
      if ((error.retryAfterSeconds === null && !isAway) || performance.now() > giveUpAt) throw error;
      if (error.message !== told) note(io, `${error.message} Retrying.`);
      told = error.message;
      await delay((error.retryAfterSeconds ?? PAUSE_SECONDS) * 1000);
    }
  }
}

export async function exportConfiguration(io: Io, connection: Connection): Promise<void> {
  const answer = await createClient(connection, io).send("/configuration");
  print(io, answer.text.trimEnd());
}
