import pino from "pino";
import * as z from "zod";

const lineSchema = z.looseObject({ msg: z.string(), err: z.object({ message: z.string() }).optional() });
export type LogLine = z.infer<typeof lineSchema>;

/** A log whose warnings and errors a test reads. */
export function logInto(lines: LogLine[]): pino.Logger {
  return pino(
    { level: "warn" },
    { write: (line: string) => void lines.push(lineSchema.parse(JSON.parse(line))) },
  );
}
