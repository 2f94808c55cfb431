import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * `secret-tool`, `security` and PowerShell's vault as their manuals describe them, with the items in one file. Each writes its
 * arguments to `calls`, so that a test can check that they contain no token. Every user of a machine can read arguments.
 */
const PROGRAM = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const folder = dirname(__filename), file = join(folder, "items.json"), args = process.argv.slice(2);
appendFileSync(join(folder, "calls"), args.join(" ") + "\\n");
const items = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
const keep = () => writeFileSync(file, JSON.stringify(items));
const fail = (words) => { process.stderr.write(words + "\\n"); process.exit(1); };
const find = (name) => items[name] === undefined ? fail("not found") : process.stdout.write(items[name]);
if (existsSync(join(folder, "broken"))) fail("Cannot autolaunch D-Bus without X11 $DISPLAY");
if (basename(__filename) === "secret-tool") {
  const name = args.filter((arg) => !arg.startsWith("--label=")).slice(1).join(" ");
  if (args[0] === "store") { items[name] = readFileSync(0, "utf8"); keep(); }
  if (args[0] === "lookup") find(name);
  if (args[0] === "clear") { delete items[name]; keep(); }
} else if (basename(__filename) === "powershell") {
  const script = args.at(-1), [, host, profile] = /'(phase [^']*)','([^']*)'/.exec(script), name = host + " " + profile;
  if (script.includes("$v.Add(")) { items[name] = readFileSync(0, "utf8").split("\\n")[0]; keep(); }
  if (script.includes("RetrievePassword()")) find(name);
  if (script.includes("$v.Remove(")) { delete items[name]; keep(); }
} else {
  const nameOf = (words) => words[words.indexOf("-s") + 1] + " " + words[words.indexOf("-a") + 1];
  if (args[0] === "-i") {
    const words = readFileSync(0, "utf8").match(/"[^"]*"|\\S+/g).map((word) => word.replaceAll('"', ""));
    items[nameOf(words)] = words[words.indexOf("-w") + 1] + "\\n";
    keep();
  }
  if (args[0] === "find-generic-password") find(nameOf(args));
  if (args[0] === "delete-generic-password") { delete items[nameOf(args)]; keep(); }
}
`;

/** Creates the programs. Returns their folder, for PATH. */
export async function fakeKeyring(folder: string): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const name of ["secret-tool", "security", "powershell"]) {
    await writeFile(join(bin, name), PROGRAM);
    await chmod(join(bin, name), 0o755);
  }
  return bin;
}
