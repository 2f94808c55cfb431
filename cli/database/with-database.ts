import { troubleOf } from "@/lib/database/trouble";
import { createDb, type Db } from "@/lib/db";
import type { Env } from "@/lib/settings/env";
import { DomainError } from "@/lib/errors";
import { scrub } from "@/lib/log";
import { openInstallation } from "@/installation/installation";
import { CliError } from "../exit";

/** Works on the installation's migrated database. The bundled one runs at least that long. @throws CliError */
export async function withDatabase<Result>(work: (db: Db, env: Env) => Promise<Result>): Promise<Result> {
  try {
    return await onDatabase(work);
  } catch (error) {
    throw new CliError(readable(error));
  }
}

async function onDatabase<Result>(work: (db: Db, env: Env) => Promise<Result>): Promise<Result> {
  const installation = await openInstallation();
  const db = createDb(installation.env.databaseUrl, { max: 2 });
  try {
    return await work(db, installation.env);
  } finally {
    await db.$disconnect();
    await installation.close();
  }
}

/** In words, without anything that looks like a secret. */
export function readable(error: unknown): string {
  if (!(error instanceof Error)) return scrub(String(error));
  const trouble = error instanceof DomainError ? null : troubleOf(error);
  if (trouble !== null) return trouble.says;
  const issues = error instanceof DomainError ? (error.details.issues ?? []) : [];
  const more = issues.filter(({ message }) => message !== error.message);
  const lines = more.map(({ path, message }) => `\n  ${path === "" ? "" : `${path}: `}${message}`);
  return scrub(`${error.message || error.name}${lines.join("")}`);
}
