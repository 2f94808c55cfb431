/** Next says some things in words of its own: they become lines of the log, beside those that are. */
import { createLog } from "@/lib/log";

const LINE_OF_LOG = /^\{.*\}$/;

/** Takes text as it comes, and writes whole lines to `to`; words that come together, such as a stack, are one. */
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
      if (!LINE_OF_LOG.test(line)) {
        words.push(line);
        continue;
      }
      sayWords();
      to.write(`${line}\n`);
    }
    sayWords();
  };
}
