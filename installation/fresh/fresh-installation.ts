import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../programs/build";
import { interrupted, interruption } from "../programs/interruption";
import { freePort } from "../machine/ports";
import { type Running, startProgram } from "../programs/program";
import { webProgram, workerProgram } from "../programs/programs";
import { openSimulated, type Simulated } from "./simulated";

export type Fresh = Simulated & {
  /** Removed with the installation. */
  folder: string;
};

/**
 * An installation in a new folder, on free ports, with the simulator in OpenAI's place, for the duration of
 * `work`. `settings` go into this process's environment. Others have their defaults, whatever a .env file
 * says.
 */
export async function withFreshInstallation<Result>(
  settings: Record<string, string>,
  work: (installation: Fresh) => Promise<Result>,
  frontOf?: Parameters<typeof openSimulated>[1],
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "phase-fresh-"));
  Object.assign(process.env, {
    PHASE_DATA_DIR: join(folder, "data"),
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    NEXTAUTH_URL: "",
    NEXTAUTH_SECRET: "",
    SMTP_URL: "",
    MAIL_FROM: "",
    ...settings,
  });
  try {
    await ensureBuilt(interruption().asked);
    const installation = await openSimulated("product", frontOf);
    try {
      return await work({ ...installation, folder });
    } finally {
      await installation.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same with web and worker running. */
export async function withFreshProduct<Result>(
  settings: Record<string, string>,
  work: (installation: Fresh) => Promise<Result>,
  frontOf?: Parameters<typeof openSimulated>[1],
): Promise<Result> {
  const whileItRuns = async (installation: Fresh) => {
    const running: Running[] = [];
    try {
      for (const program of [webProgram(installation.env), workerProgram(installation.env)]) {
        const started = startProgram(program);
        running.push(started);
        await started.ready;
      }
      return await Promise.race([work(installation), interrupted()]);
    } finally {
      for (const program of running.toReversed()) await program.stop();
    }
  };
  return await withFreshInstallation(settings, whileItRuns, frontOf);
}
