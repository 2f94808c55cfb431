/** Compares the tables of the documents row by row with the lists that they describe. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AUDIT_ACTION_NAMES, auditRow } from "./audit-actions";
import { ERROR_CODES, errorRow } from "./error-codes";
import { EVENT_TYPES, eventRow, notificationOf } from "./events";
import type { Detail } from "./facts";
import { FAILURE_CODES, failureRow } from "./failure-codes";
import { NOTIFICATION_TYPES, notificationRow } from "./notification-types";
import { OUTPUT_NAMES, OUTPUTS } from "./outputs";
import { tableBelow } from "@/scripts/test/tables";

const read = (document: string) =>
  `\n${readFileSync(join(import.meta.dirname, "../../docs", document), "utf8")}`;

const code = (text: string) => `\`${text}\``;
/** The fields of a detail, with a question mark if optional. */
const fieldsOf = (detail: Detail) => detail.map(code).join(", ");

test("docs/events.md has every event, with its meaning, fields and notification", () => {
  expect(tableBelow("docs/events.md", "## Events")).toEqual(
    EVENT_TYPES.map((type) => {
      const { meaning, detail, notification } = eventRow(type);
      return [code(type), meaning, fieldsOf(detail), notification === null ? "" : code(notification)];
    }),
  );
});

test("docs/events.md has every audit action, with its subject and fields", () => {
  expect(tableBelow("docs/events.md", "## Audit actions")).toEqual(
    AUDIT_ACTION_NAMES.map((action) => {
      const { title, subject, detail } = auditRow(action);
      return [
        code(action),
        title,
        subject.replace("third_party", "third-party").replaceAll("_", " "),
        fieldsOf(detail),
      ];
    }),
  );
});

test("docs/notifications.md has every notification, when it is sent, and whether by email", () => {
  expect(tableBelow("docs/notifications.md", "# Notifications")).toEqual(
    NOTIFICATION_TYPES.map((type) => {
      const { when, mailed } = notificationRow(type);
      return [code(type), when, mailed ? "yes" : ""];
    }),
  );
});

test("docs/errors.md has a section for every error code, with its status, meaning and fix", () => {
  const [, ...sections] = read("errors.md").split("\n## ");
  expect(sections.map((section) => section.replaceAll(/\s+/g, " ").trim())).toEqual(
    ERROR_CODES.map((name) => {
      const { status, meaning, fix } = errorRow(name);
      return `${code(name)} ${meaning} ${fix} (HTTP ${status})`;
    }),
  );
});

test("docs/errors.md says for every failure what Phase does about it", () => {
  expect(tableBelow("docs/errors.md", "# Errors")).toEqual(
    FAILURE_CODES.map((name) => {
      const { reaction, confirmedTwice } = failureRow(name);
      const twice = confirmedTwice === true ? " if it occurs twice in a row" : "";
      return [`[${code(name)}](#${name})`, reaction === "wait" ? "retries automatically" : `pauses${twice}`];
    }),
  );
});

test("docs/recipes/formats.md has every output, its suggested key and what it is", () => {
  expect(tableBelow("docs/recipes/formats.md", "## Outputs of a rotating secret")).toEqual(
    OUTPUT_NAMES.map((name) => {
      const { suggestedKey, meaning } = OUTPUTS[name];
      return [code(name), code(suggestedKey), meaning];
    }),
  );
});

test("no two events, audit actions or notifications read the same", () => {
  for (const titles of [
    EVENT_TYPES.map((type) => eventRow(type).title),
    AUDIT_ACTION_NAMES.map((action) => auditRow(action).title),
    NOTIFICATION_TYPES.map((type) => notificationRow(type).label),
  ]) {
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  }
});

test("whatever a person reads in a list is a word or more", () => {
  const words = [
    ...EVENT_TYPES.flatMap((type) => [eventRow(type).title, eventRow(type).meaning]),
    ...AUDIT_ACTION_NAMES.map((action) => auditRow(action).title),
    ...NOTIFICATION_TYPES.flatMap((type) => [notificationRow(type).label, notificationRow(type).when]),
    ...FAILURE_CODES.flatMap((name) => [failureRow(name).title, failureRow(name).text]),
    ...ERROR_CODES.flatMap((name) => [errorRow(name).meaning, errorRow(name).fix]),
    ...OUTPUT_NAMES.map((name) => OUTPUTS[name].meaning),
  ];
  expect(words.filter((text) => !/^[\p{L}\d`]\S*./u.test(text))).toEqual([]);
});

test("a pause by a failure is reported as the failure, one by hand as a pause", () => {
  expect(notificationOf("rotating_secret.paused", { reason: "manual" })).toBe("rotating_secret.paused");
  expect(notificationOf("rotating_secret.paused", { reason: "failure" })).toBeNull();
});
