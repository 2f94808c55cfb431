import fc from "fast-check";
import { beforeAll, describe, expect, it, test, vi } from "vitest";
import { ODD_VALUES } from "@/proof/formats/odd-values";
import { haveReaders } from "@/proof/formats/have-readers";
import {
  docker,
  environmentAfter,
  namesThatBashSets,
  READERS,
  SHELLS,
  systemd,
  type Values,
} from "@/proof/formats/readers";
import { envKeySchema } from "@/lib/api/env-key";
import { formatValues, UnwritableValueError } from "./write-values";

// The first run on a machine installs the readers, and every value goes through several programs.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
beforeAll(haveReaders);

type ReadFormat = keyof typeof READERS;
const NEIGHBOURS = { K_A_BEFORE: "before", K_Z_AFTER: "it's #after" };

/** The text, or undefined if the format refuses the value. A refusal names the key and the format, never the value. */
function written(values: Values, format: ReadFormat): string | undefined {
  try {
    return formatValues(values, format);
  } catch (error) {
    if (!(error instanceof UnwritableValueError)) throw error;
    expect(error.message).toContain(`The format ${format} can't represent ${error.key}: `);
    expect(Object.keys(values)).toContain(error.key);
    return undefined;
  }
}

const held = (format: ReadFormat) =>
  ODD_VALUES.filter((value) => written({ K_ODD: value }, format) !== undefined);

describe.each(["dotenv", "shell", "docker"] as const)("%s", (format) => {
  const expectToRead = (name: string, files: Values[]) => {
    const texts = files.map((values) => formatValues(values, format));
    expect(READERS[format][name]?.(texts)).toEqual(files);
  };

  test.each(Object.keys(READERS[format]))(
    "%s reads each odd value that is written, and its neighbours",
    (name) => {
      expectToRead(
        name,
        held(format).map((value) => ({ ...NEIGHBOURS, K_ODD: value })),
      );
    },
  );

  test.each(Object.keys(READERS[format]))("%s reads all of them out of one file", (name) => {
    expectToRead(name, [Object.fromEntries(held(format).map((value, at) => [`K_${at}`, value]))]);
  });

  test.each(Object.keys(READERS[format]))("%s reads whatever is written of made-up values", (name) => {
    const piece = fc.constantFrom(
      ..."'|\"|`|\\|$|{|}|#|=| |\t|\n|\r|n|t|a|K_X=1|\uFEFF|\u2028|ß|😀|;|&".split("|"),
    );
    const value = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    const lists = fc.sample(fc.array(value, { minLength: 1, maxLength: 40 }), { numRuns: 60, seed: 17 });
    const isHeld = (value: string) => written({ K: value }, format) !== undefined;
    expectToRead(
      name,
      lists.map((list) => Object.fromEntries(list.filter(isHeld).map((value, at) => [`K_${at}`, value]))),
    );
  });
});

describe("what is refused", () => {
  it("is little", () => {
    expect(ODD_VALUES.length).toBeGreaterThan(100);
    expect(ODD_VALUES.length - held("shell").length).toBe(2);
    expect(ODD_VALUES.length - held("docker").length).toBeLessThan(20);
    expect(ODD_VALUES.length - held("dotenv").length).toBeLessThan(40);
  });

  it.each([
    ["dotenv", "a\r\nb", "its value holds a control character. Use json or shell."],
    ["dotenv", "x\\", "no quoting preserves its ', \" or \\ for every reader."],
    ["dotenv", `it's "both"`, "no quoting preserves its ', \" or \\ for every reader."],
    ["dotenv", "${HOME}", "python-dotenv replaces ${…} with another value."],
    ["docker", "a\nb", "its value holds a line end. Use json or shell."],
    ["docker", "ß".repeat(32_768), "its line is longer than 65536 bytes."],
    ["shell", "\0", "its value holds a NUL. Use json."],
    ["shell", "\ud800", "its value is not valid Unicode. Use json."],
  ] as const)("as %s: %j", (format, value, words) => {
    expect(() => formatValues({ GOOD: "1", SPOILT: value }, format)).toThrow(
      `The format ${format} can't represent SPOILT: ${words}`,
    );
  });

  it.each(["dotenv", "shell", "docker"] as const)(
    "as %s are names that a shell would run, or that change what it runs",
    (format) => {
      for (const name of [
        "A;id;B",
        "$(id)",
        "A B",
        "A=B",
        "A\nB",
        "",
        "PATH",
        "LD_PRELOAD",
        "BASH_FUNC_ls%%",
        "__proto__",
      ]) {
        const values = Object.fromEntries([[name, "value"]]);
        expect(() => formatValues(values, format), name).toThrow("secrets may not have this name. Use json.");
      }
    },
  );

  describe.each(["dotenv", "shell"] as const)("as %s are names that shells keep for themselves", (format) => {
    it("and those alone: every other name that a shell knows is read", () => {
      const names = namesThatBashSets().filter((name) => envKeySchema.safeParse(name).success);
      const values = Object.fromEntries(names.map((name) => [name, "value"]));
      const taken = Object.keys(values).filter((name) => written({ [name]: "value" }, format) !== undefined);
      expect(taken).toContain("HOSTNAME");
      const text = formatValues(Object.fromEntries(taken.map((name) => [name, "value"])), format);
      for (const command of [SHELLS.bash, SHELLS.dash, SHELLS.busybox]) {
        const found = environmentAfter(text, command);
        expect(
          taken.filter((name) => found[name] !== "value"),
          command[0],
        ).toEqual([]);
      }
    });

    it("which is said", () => {
      expect(() => formatValues({ UID: "1000" }, format)).toThrow(
        `The format ${format} can't represent UID: shells reserve this name.`,
      );
    });
  });
});

it("writes JSON that holds everything, sorted by name", () => {
  expect(formatValues({ B: "2", A: "1" }, "json")).toBe('{\n  "A": "1",\n  "B": "2"\n}\n');
  const values = Object.fromEntries(ODD_VALUES.map((value, at) => [`K_${at}`, value]));
  expect(JSON.parse(formatValues(values, "json"))).toEqual(values);
});

describe("D the rules repeated for this test", () => {
  it("read as systemd does", () => {
    const text = `# note\n; note\nK_A='a'"b"c \nK_B=a b  \nK_C="x\\"y\\z"\nK_D=a\\\nb\nK_E=\x01\nK_F=it\\'s`;
    expect(systemd(text)).toEqual({ K_A: "abc", K_B: "a b", K_C: 'x"y\\z', K_D: "ab", K_F: "it's" });
  });

  it("read as Docker does", () => {
    expect(docker(`# note\n  K_A='a' \r\nK_B\n\nK_C=a=b#c`)).toEqual({ K_A: "'a' ", K_C: "a=b#c" });
  });
});
