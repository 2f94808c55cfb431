/** Everything in a list is used: a row that nothing writes, throws or reads was forgotten. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SETTING_NAMES, SETTINGS } from "@/lib/settings/settings";
import { AUDIT_ACTION_NAMES } from "./audit-actions";
import { ERROR_CODES } from "./error-codes";
import { EVENT_TYPES } from "./events";
import { FAILURE_CODES } from "./failure-codes";
import { NOTIFICATION_TYPES } from "./notification-types";

const ROOT = join(import.meta.dirname, "../..");
const LISTS = /^lib\/(?:lists|generated)\/|^lib\/settings\/|\.(?:test|fixture)\.tsx?$|\/testing\//;
const files = globSync("{app,cli,components,installation,lib,worker}/**/*.{ts,tsx,mjs}", { cwd: ROOT });
const code = files
  .filter((file) => !LISTS.test(file))
  .map((file) => readFileSync(join(ROOT, file), "utf8"))
  .join("\n");
const events = readFileSync(join(import.meta.dirname, "events.ts"), "utf8");
const without = (names: readonly string[], text: string) =>
  names.filter((name) => !text.includes(`"${name}"`));

test.each([
  ["event", EVENT_TYPES, code],
  ["audit action", AUDIT_ACTION_NAMES, code],
  ["failure code", FAILURE_CODES, code],
  ["error code", ERROR_CODES, code],
  // Most are sent by an event.
  ["notification", NOTIFICATION_TYPES, code + events.replaceAll(/^ {2}".*$/gm, "")],
])("has no unused %s in its list", (_, names, text) => {
  expect(without(names, text)).toEqual([]);
});

test("has no unused setting", () => {
  // The three proxy variables are read as one. A program without this library reads the variable itself.
  const isRead = (name: (typeof SETTING_NAMES)[number]) =>
    name.endsWith("_PROXY") || code.includes(name) || new RegExp(`\\b${SETTINGS[name].as}\\b`).test(code);
  expect(SETTING_NAMES.filter((name) => !isRead(name))).toEqual([]);
});
