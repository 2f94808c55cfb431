/** Next prints some messages in its own format. They become log lines among the others. */
import { printableLines } from "@/lib/formats/printable";
import { createLog, scrub } from "@/lib/log";

/**
 * Accepts text as it arrives, and writes whole lines to `to`. Text that arrives together, such as a stack,
 * becomes one line.
 */
export function asLog(
  program: string,
  level: "info" | "error",
  to: NodeJS.WritableStream,
): (text: string) => void {
  const log = createLog("info", { write: (line) => to.write(line) }).child({ program });
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    const words: string[] = [];
    const sayWords = () => {
      const said = words.splice(0).join("\n").trim();
      if (said !== "") log[level](said);
    };
    for (const line of lines) {
      if (!isLineOfLog(line)) {
        words.push(line);
        continue;
      }
      sayWords();
      to.write(`${printableLines(scrub(line))}\n`);
    }
    sayWords();
  };
}

/** An object that Node prints looks like one, but isn't. */
function isLineOfLog(line: string): boolean {
  if (!line.startsWith("{")) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
