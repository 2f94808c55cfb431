import { execFileSync } from "node:child_process";
import { installDebianPackages } from "@/installation/testing/debian-packages";

const FIND = ["-c", "import dotenv"];
// As `dotenv_values(path)` opens a file; a key without a value is left out, as `load_dotenv` does.
const READ = `
import dotenv, io, json, logging, sys
logging.disable(logging.CRITICAL)
def read(text):
    stream = io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8")
    return {k: v for k, v in dotenv.dotenv_values(stream=stream).items() if v is not None}
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;

/**
 * Brings python-dotenv to this machine, from Debian's python3-dotenv.
 * @throws Error with what was tried: without the real reader a test proves nothing
 */
export async function havePythonDotenv(): Promise<void> {
  if (isThere()) return;
  const said = await installDebianPackages("python3-dotenv");
  if (!isThere()) throw new Error(`There is no python-dotenv here, and it could not be installed.\n${said}`);
}

function isThere(): boolean {
  try {
    execFileSync("python3", FIND, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What python-dotenv reads out of each text, as out of a file, with no variable set that it could refer to. */
export function readWithPython(texts: readonly string[]): Record<string, string>[] {
  const output = execFileSync("python3", ["-c", READ], {
    input: JSON.stringify(texts),
    env: { PATH: process.env.PATH, NODE_ENV: "test" },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(output) as Record<string, string>[];
}
