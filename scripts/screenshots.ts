// node scripts/run.mjs screenshots: writes the README's pictures to docs/pictures, from the whole product on a fresh
// database with the simulator in OpenAI's place.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "@playwright/test";
import { ConsoleApi } from "@/e2e/console-api";
import { SimulatedOpenai } from "@/e2e/simulated-openai";
import { createDb } from "@/lib/db";
import { ensureBuilt } from "./build";
import { launch } from "./launch";
import { makeScene } from "./pictures/scene";
import { takePictures } from "./pictures/take";
import { freePort } from "./ports";
import { startProgram } from "./program";
import { webProgram, workerProgram } from "./programs";
import { ROOT } from "./root";
import { openSimulated } from "./simulated";

const PICTURES = join(ROOT, "docs", "pictures");

await launch(async () => {
  const folder = mkdtempSync(join(tmpdir(), "phase-pictures-"));
  Object.assign(process.env, {
    PHASE_DATA_DIR: folder,
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    NEXTAUTH_URL: "",
    NEXTAUTH_SECRET: "",
    SMTP_URL: "",
    MAIL_FROM: "",
  });
  try {
    await ensureBuilt();
    const { env, login, token, simulator, close } = await openSimulated("pictures");
    const programs = [webProgram(env), workerProgram(env)].map(startProgram);
    const db = createDb(env.databaseUrl, { max: 2 });
    try {
      await Promise.all(programs.map(({ ready }) => ready));
      const http = await request.newContext({
        baseURL: env.nextAuthUrl.origin,
        extraHTTPHeaders: { authorization: `Bearer ${token}` },
      });
      const openai = await SimulatedOpenai.open(
        await request.newContext(),
        simulator.controlUrl,
        "Northwind",
      );
      const scene = await makeScene(new ConsoleApi(http), openai, db);
      mkdirSync(PICTURES, { recursive: true });
      await takePictures(env.nextAuthUrl.origin, login, scene, PICTURES);
    } finally {
      await db.$disconnect();
      for (const program of programs.toReversed()) await program.stop();
      await close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
