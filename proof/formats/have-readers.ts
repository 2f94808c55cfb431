import { installDebianPackages, isOnPath } from "@/installation/testing/debian-packages";
import { havePythonDotenv } from "./python-dotenv";
import { SHELLS } from "./readers";

/**
 * Brings the programs that read what is written to this machine, from Debian.
 * @throws Error with what was tried: without the real readers a test proves nothing
 */
export async function haveReaders(): Promise<void> {
  await havePythonDotenv();
  const missing = () => Object.keys(SHELLS).filter((program) => !isOnPath(program));
  if (missing().length === 0) return;
  const said = await installDebianPackages(...missing());
  if (missing().length > 0) throw new Error(`There is no ${missing().join(", ")} here.\n${said}`);
}
