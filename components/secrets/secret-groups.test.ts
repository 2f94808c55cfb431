import { describe, expect, it } from "vitest";
import { aRotatingSecret } from "@/components/rotation/rotating-secret.fixture";
import type { SecretRow } from "@/lib/api/secrets";
import { groupSecrets, pagesOf, rowsIn } from "./secret-groups";

const TIME = "2026-03-01T00:00:00.000Z";

function row(key: string, fields: Partial<SecretRow> = {}): SecretRow {
  const base = { id: key, key, comment: "", version: 1, updatedAt: TIME };
  return { ...base, lifecycle: "static", rotatingSecretId: null, output: null, ...fields };
}

const openai = aRotatingSecret({ id: "rs1", name: "OpenAI prod" });
const output = (key: string, name: SecretRow["output"]) =>
  row(key, { lifecycle: "rotating", rotatingSecretId: "rs1", output: name });
const rows = [
  row("ZED"),
  output("A_KEY_ID", "key_id"),
  row("ALPHA", { comment: "for billing" }),
  output("B_KEY", "api_key"),
];
const keys = (list: readonly SecretRow[]) => list.map((item) => item.key);

describe("the rows of an environment", () => {
  it("keep the outputs of one rotating secret together, the key first", () => {
    const groups = groupSecrets(rows, [openai], "");
    expect(groups.rotating.map((group) => keys(group.rows))).toEqual([["B_KEY", "A_KEY_ID"]]);
    expect(keys(groups.plain)).toEqual(["ALPHA", "ZED"]);
  });

  it("are counted as the filter leaves them", () => {
    expect(rowsIn(groupSecrets(rows, [openai], ""))).toBe(4);
    expect(rowsIn(groupSecrets(rows, [openai], "openai"))).toBe(2);
  });

  it("show a rotating secret that has no rows yet", () => {
    expect(groupSecrets([], [openai], "").rotating).toHaveLength(1);
  });

  it.each([
    ["a key", "zed", [], ["ZED"]],
    ["a comment", "billing", [], ["ALPHA"]],
    ["a rotating secret's name", "openai", ["B_KEY", "A_KEY_ID"], []],
    ["every word", "prod key_id", ["A_KEY_ID"], []],
    ["nothing", "nowhere", [], []],
  ])("are filtered by %s", (_name, filter, rotating, plain) => {
    const groups = groupSecrets(rows, [openai], filter);
    expect(groups.rotating.flatMap((group) => keys(group.rows))).toEqual(rotating);
    expect(keys(groups.plain)).toEqual(plain);
  });

  it("lose no output whose rotating secret is not loaded yet", () => {
    expect(keys(groupSecrets(rows, [], "").plain)).toEqual(["ALPHA", "A_KEY_ID", "B_KEY", "ZED"]);
  });

  it("are split into pages, outputs never without their rotating secret", () => {
    const groups = groupSecrets(rows, [openai], "");
    expect(pagesOf(groups, 100)).toEqual([groups]);
    const pages = pagesOf(groups, 1).map(({ rotating, plain }) => [
      ...rotating.flatMap((group) => keys(group.rows)),
      ...keys(plain),
    ]);
    expect(pages).toEqual([["B_KEY", "A_KEY_ID"], ["ALPHA"], ["ZED"]]);
    expect(pagesOf({ rotating: [], plain: [] }, 1)).toHaveLength(1);
  });
});
