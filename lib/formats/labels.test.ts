import { expect, it } from "vitest";
import { labelsSchema, namedListQuerySchema } from "@/lib/api/labels";
import { labelFields, readLabels, storedLabels } from "./labels";

it("stores labels by name, and reads each back as it was", () => {
  const labels = { team: "billing", "a/b.c_d-e": "x:y=z", constructor: "1", tier: "😀" };
  const stored = storedLabels(labels);
  expect(stored).toEqual(["a/b.c_d-e:x:y=z", "constructor:1", "team:billing", "tier:😀"]);
  expect(readLabels(stored)).toEqual(labels);
  expect(labelFields(["team:billing"])).toEqual({ "labels.team": "billing" });
});

it("accepts up to twenty names and values that read as they are written", () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, "x"]));
  const accepts = (labels: unknown) => labelsSchema.safeParse(labels).success;
  const good = [
    {},
    { team: "Billing & co" },
    { "k8s.io/app": "1" },
    { ["n".repeat(63)]: "v".repeat(200) },
    many(20),
  ];
  expect(good.filter((labels) => !accepts(labels))).toEqual([]);
  const bad = [
    ...[many(21), { Team: "x" }, { "": "x" }, { "a:b": "x" }, { "-a": "x" }, { ["n".repeat(64)]: "x" }],
    ...[
      { a: "" },
      { a: "two\nlines" },
      { a: "\u202e" },
      { a: "v".repeat(201) },
      { a: 1 },
      { a: null },
      ["a"],
    ],
  ];
  expect(bad.filter(accepts)).toEqual([]);
});

it("takes one label or several as a filter", () => {
  const read = (label: unknown) => namedListQuerySchema.safeParse({ label }).data?.label;
  expect(read("team:billing")).toEqual(["team:billing"]);
  expect(read(["team:billing", "a:b:c"])).toEqual(["team:billing", "a:b:c"]);
  for (const label of ["team", "team:", ":billing", "Team:x", ["team:x", "team"], ""])
    expect(read(label)).toBeUndefined();
});
