import { readdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/installation/machine/ports";
import { ROOT } from "@/installation/root";
import { currentKey, expect, type Kitchen, rotate, Service, succeed } from "./kitchen";

/** Prints the key for each line that it reads. */
const READER = `
import { openaiFetch, phase } from "./openai-key.mjs";
setInterval(async () => {
  const { status } = await openaiFetch(process.env.OPENAI_BASE_URL + "/models");
  console.log(status, await phase.get("OPENAI_API_KEY"));
}, 100);`;

export async function tryNode(kitchen: Kitchen): Promise<void> {
  await serverFollows(kitchen);
  await install(kitchen);
  const environment = { PHASE_ENV: kitchen.throwaway.environmentPath };
  const reader = new Service(kitchen, [process.execPath, "--input-type=module", "-e", READER], environment);
  try {
    await reader.prints(`200 ${await currentKey(kitchen)}`);
    await rotate(kitchen);
    await reader.prints(`200 ${await currentKey(kitchen)}`);
  } finally {
    await reader.end();
  }
}

/** As in the recipe: packed, and installed without a registry. */
async function install(kitchen: Kitchen): Promise<void> {
  await succeed(kitchen, ["npm", "pack", join(ROOT, "clients/node"), "--silent"]);
  const [archive = ""] = readdirSync(kitchen.folder).filter((name) => name.endsWith(".tgz"));
  await succeed(kitchen, ["npm", "install", "--offline", `./${archive}`]);
}

/** The server responds with the provider's answer, before and after a rotation. */
async function serverFollows(kitchen: Kitchen): Promise<void> {
  const port = await freePort();
  const command = [
    "phase",
    "run",
    "--env",
    kitchen.throwaway.environmentPath,
    "--watch",
    "--",
    "node",
    "server.mjs",
  ];
  const server = new Service(kitchen, command, { PORT: String(port) });
  try {
    for (const start of [1, 2]) {
      await server.prints("listening", start);
      const { status } = await fetch(`http://127.0.0.1:${port}/`);
      expect(status === 200, `The server answered ${status}`);
      if (start === 1) await rotate(kitchen);
    }
  } finally {
    const code = await server.end();
    expect(code === 0, `The server ended with ${String(code)}`);
  }
}
