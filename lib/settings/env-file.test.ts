import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SettingsError } from "./env";
import { readEnvFile } from "./env-file";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-env-file-"));
  file = join(folder, ".env");
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(bytes: string | Uint8Array): Record<string, string> {
  writeFileSync(file, bytes);
  return Object.fromEntries(readEnvFile(file).map(({ key, value }) => [key, value]));
}

const TEXT = "DATABASE_URL=postgresql://u:p@db/phase\nPORT=4000\n";
const VALUES = { DATABASE_URL: "postgresql://u:p@db/phase", PORT: "4000" };

describe("a .env file", () => {
  it.each([
    ["as it is", TEXT],
    ["with a byte order mark", `\uFEFF${TEXT}`],
    ["with CR LF", TEXT.replaceAll("\n", "\r\n")],
    ["with CR alone", TEXT.replaceAll("\n", "\r")],
  ])("is read %s", (_, text) => {
    expect(read(text)).toEqual(VALUES);
  });

  it.each([
    [
      "UTF-16 with its mark",
      Buffer.from(`\uFEFF${TEXT}`, "utf16le"),
      "The file is UTF-16. Save it as UTF-8.",
    ],
    [
      "UTF-16, big end first",
      Buffer.from(`\uFEFF${TEXT}`, "utf16le").swap16(),
      "The file is UTF-16. Save it as UTF-8.",
    ],
    ["UTF-16 without a mark", Buffer.from(TEXT, "utf16le"), "The file is UTF-16. Save it as UTF-8."],
    ["Latin-1", Buffer.from(`PORT=4000\r\nNAME=M\xfcller\n`, "latin1"), "Line 2 is not UTF-8."],
    ["a line that is none", `${TEXT}export PORT\n`, "Line 3 is not KEY=value."],
    ["a value that programs read differently", "MAIL_FROM=Phase#1 <a@b.example>", "Line 1, MAIL_FROM: "],
  ])("that is %s is refused with its path", (_, bytes, words) => {
    expect(() => read(bytes)).toThrow(SettingsError);
    expect(() => read(bytes)).toThrow(`${file} can't be read. ${words}`);
  });

  it("that is a folder is refused with its path", () => {
    expect(() => readEnvFile(folder)).toThrow(`${folder} can't be read: EISDIR`);
  });
});
