import { expect, it } from "vitest";
import { dropDraft, keepDraft, readDraft } from "./creation-draft";
import { newFormValues } from "./rotating-secret-form";

function store() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const values = { ...newFormValues(new Set()), name: "OpenAI prod" };

it("a draft is read as it was kept, for its own environment, until it is dropped", () => {
  const tab = store();
  keepDraft(tab, "one", { step: 2, values });
  expect(readDraft(tab, "one")).toEqual({ step: 2, values });
  expect(readDraft(tab, "another")).toBeNull();
  dropDraft(tab, "one");
  expect(readDraft(tab, "one")).toBeNull();
});

it("a time that was no number yet is the suggested one", () => {
  const tab = store();
  keepDraft(tab, "one", { step: 2, values: { ...values, rotationIntervalSeconds: Number.NaN } });
  expect(readDraft(tab, "one")?.values.rotationIntervalSeconds).toBe(values.rotationIntervalSeconds);
});

it.each(["{", "{}", "null"])("refuses a draft that isn't valid: %s", (text) => {
  expect(readDraft({ ...store(), getItem: () => text }, "one")).toBeNull();
});
