import { freePort } from "@/installation/machine/ports";
import { currentKey, expect, type Kitchen, rotate, Service } from "./kitchen";

/** Prints the key for each line that it reads. */
const READER = `
import { openaiKey } from "./openai-key.mjs";
setInterval(async () => console.log(await openaiKey({ refresh: true })), 100);`;

export async function tryNode(kitchen: Kitchen): Promise<void> {
  await serverFollows(kitchen);
  const reader = new Service(kitchen, [process.execPath, "--input-type=module", "-e", READER]);
  try {
    await reader.prints(await currentKey(kitchen));
    await rotate(kitchen);
    await reader.prints(await currentKey(kitchen));
  } finally {
    await reader.end();
  }
}

/** The server answers by the provider's word, before and after a rotation. */
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
