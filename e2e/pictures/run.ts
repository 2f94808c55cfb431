// node scripts/run.mjs screenshots: writes the README's pictures to docs/pictures, from the whole product on a fresh
// database with the simulator in OpenAI's place.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { request } from "playwright/test";
import { ConsoleApi } from "../console-api";
import { SimulatedOpenai } from "../simulated-openai";
import { createDb } from "@/lib/db";
import { withFreshProduct } from "@/installation/fresh/fresh-installation";
import { launchInOrder } from "@/installation/programs/launch";
import { makeScene } from "./scene";
import { takePictures } from "./take";
import { ROOT } from "@/installation/root";

const PICTURES = join(ROOT, "docs", "pictures");

await launchInOrder(() =>
  withFreshProduct({}, async ({ env, login, token, simulator }) => {
    const db = createDb(env.databaseUrl, { max: 2 });
    try {
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
    }
  }),
);
