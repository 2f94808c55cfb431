import { join } from "node:path";
import { ROOT } from "@/installation/root";
import { currentKey, type Kitchen, rotate, run, Service } from "./kitchen";

const READER = `
import time
from openai_key import openai_key
while True:
    print(openai_key(), flush=True)
    time.sleep(0.1)`;

export async function tryPython(kitchen: Kitchen): Promise<string | void> {
  if ((await run(kitchen, ["python3", "--version"])) === null) return "no python3 here";
  // Copied, so that no registry is needed for its build tools.
  const environment = {
    PHASE_ENV: kitchen.throwaway.environmentPath,
    PYTHONPATH: join(ROOT, "clients/python"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const reader = new Service(kitchen, ["python3", "-c", READER], environment);
  try {
    await reader.prints(await currentKey(kitchen));
    await rotate(kitchen);
    await reader.prints(await currentKey(kitchen));
  } finally {
    await reader.end();
  }
}
