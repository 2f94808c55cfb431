// Which test noticed each mutant the last time. It makes a run short, and proves nothing on its own: where the test is gone,
// passes, or fails for another reason, the mutant's whole suites are asked.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "@/installation/root";
import { MUTANTS } from "./list";

const noticeSchema = z.object({
  /** The suite's path in the tree. */
  suite: z.string(),
  /** The test's full name, as vitest writes it. */
  test: z.string(),
  /** The beginning of what the test says. */
  reason: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

const FILE = join(ROOT, "proof/mutants/notices.json");

export function readNotices(): Map<string, Notice> {
  return new Map(
    Object.entries(z.record(z.string(), noticeSchema).parse(JSON.parse(readFileSync(FILE, "utf8")))),
  );
}

/** In the order of the list, without what is no longer in it. */
export function writeNotices(notices: ReadonlyMap<string, Notice>): void {
  const entries = MUTANTS.flatMap(({ name }) => {
    const notice = notices.get(name);
    return notice === undefined ? [] : [[name, notice] as const];
  });
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

/** Ids, digits, times and whatever a test quotes differ from run to run. */
export function sameNotice(one: Notice, other: Notice): boolean {
  return one.suite === other.suite && one.test === other.test && plain(one.reason) === plain(other.reason);
}

function plain(reason: string): string {
  return reason.replaceAll(/'[^']*'?|"[^"]*"?/g, "#").replaceAll(/[\da-f]*\d[\da-f]*/g, "#");
}
