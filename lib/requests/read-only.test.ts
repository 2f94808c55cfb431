import { expect, it } from "vitest";
import * as z from "zod";
import { readOnlyFields, withoutUnchanged } from "./read-only";

const body = z.strictObject({ name: z.string(), config: z.strictObject({ projectId: z.string() }) });
const answer = z.object({
  id: z.string(),
  name: z.string(),
  config: z.object({ projectId: z.string(), projectName: z.string() }),
});
const shown = { id: "1", name: "One", config: { projectId: "p", projectName: "Chat" } };

it("leaves out what is unchanged, at any depth, and nothing else", () => {
  const sent = { ...shown, id: "2", name: "Two", other: 1 };
  const fields = readOnlyFields(body, answer, sent);
  expect(fields).toEqual([["id"], ["config", "projectName"]]);
  expect(withoutUnchanged(sent, shown, fields)).toEqual({
    id: "2",
    name: "Two",
    other: 1,
    config: { projectId: "p" },
  });
});

it("follows no body deeper than an answer is", () => {
  const text = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
  const sent = { id: "1", config: JSON.parse(text) as unknown, other: JSON.parse(text) as unknown };
  const fields = readOnlyFields(body, answer, sent);
  expect(fields).toEqual([["id"]]);
  expect(Object.keys(withoutUnchanged(sent, shown, fields) as object)).toEqual(["config", "other"]);
});
