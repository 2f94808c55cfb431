import { ChildProcess } from "node:child_process";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Mask } from "./mask";

const MARK = "<hidden by phase>";

function rig(values: Record<string, string>) {
  const [stdout, stderr, from] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const mask = new Mask({ env: process.env, cwd: "", stdin: new PassThrough(), stdout, stderr });
  mask.hide(values);
  mask.attach(Object.assign(new ChildProcess(), { stdout: from, stderr: null }));
  return { mask, from, stdout, stderr };
}

async function printed(
  values: Record<string, string>,
  chunks: readonly (string | Buffer)[],
): Promise<Buffer> {
  const { mask, from, stdout } = rig(values);
  const read = stdout.toArray();
  for (const chunk of chunks) from.write(chunk);
  from.end();
  await mask.drained();
  stdout.end();
  return Buffer.concat((await read) as Buffer[]);
}

const PEM = "-----BEGIN KEY-----\nMIIEvQIBADAN\r\nqhkiG9w0=\n-----END KEY-----";

it.each([
  ["plain", ["key=hunter2-and-more\n"], `key=${MARK}\n`],
  ["at every border", "key=hunter2-and-more.".split(""), `key=${MARK}.`],
  ["twice", ["hunter2-and-morehunter2-and-more"], MARK + MARK],
  ["begun twice", ["hunthunter2-and-more"], `hunt${MARK}`],
  ["not whole", ["hunter2-and-mor\n"], "hunter2-and-mor\n"],
  ["at the end, not whole", ["hunter2-an"], "hunter2-an"],
  ["as JSON", [JSON.stringify({ q: 'say "hi", Zoë\n' })], `{"q":"${MARK}"}`],
  ["in a URL", [`?q=${encodeURIComponent('say "hi", Zoë\n')}&`], `?q=${MARK}&`],
  [
    "by line, indented",
    [`  ${PEM.replaceAll(/\r?\n/g, "\n  ")}\n`],
    `  ${MARK}\n  ${MARK}\n  ${MARK}\n  ${MARK}\n`,
  ],
] as const)("hides a value %s", async (_, chunks, expected) => {
  const values = { KEY: "hunter2-and-more", TEXT: 'say "hi", Zoë\n', PEM };
  expect((await printed(values, chunks)).toString()).toBe(expected);
});

it.each(["base64", "base64url"] as const)("hides a value within %s, wherever it begins", async (encoding) => {
  const value = "hunter2>>>???ÿÿÿ";
  for (const before of ["", "a", "ab", "abc"])
    for (const after of ["", "z", "zz"]) {
      const text = Buffer.from(`${before}${value}${after}`).toString(encoding);
      const said = (await printed({ KEY: value }, [text])).toString();
      expect(said).toContain(MARK);
      expect(said.replace(MARK, "").length).toBeLessThan(12);
    }
});

it("hides overlapping values as one, and the longer of two that begin together", async () => {
  const values = { ONE: "abcdefgh", TWO: "efghijkl", LONG: "abcdefghXYZ" };
  expect((await printed(values, ["<abcdefghijkl>", "<abcdefghXYZ>"])).toString()).toBe(`<${MARK}><${MARK}>`);
  expect((await printed(values, "<abcdefghijkl>".split(""))).toString()).toBe(`<${MARK}>`);
});

it("passes on complete lines and prompts immediately, and a possible beginning of a value once it is clear", async () => {
  const { from, stdout } = rig({ KEY: "hunter2-and-more" });
  const said = () => String(stdout.read() ?? "");
  const after = async (chunk: string) => {
    const passed = new Promise((done) => from.write(chunk, done));
    await passed;
    return said();
  };
  expect(await after("a hunter\n")).toBe("a hunter\n");
  expect(await after("Continue? ")).toBe("Continue? ");
  expect(await after("hunter")).toBe("");
  expect(await after("!")).toBe("hunter!");
  from.end();
});

it("hides nothing shorter than 8 characters, and says so once", async () => {
  const { mask, stderr } = rig({ PORT: "5432", KEY: "12345678" });
  mask.hide({ PORT: "5433", KEY: "12345678", MODE: "dev" });
  mask.hide({ PORT: "5434", MODE: "prod" });
  stderr.end();
  expect(await text(stderr)).toBe(
    "phase: --mask does not hide values shorter than 8 characters: PORT.\nphase: --mask does not hide values shorter than 8 characters: MODE.\n",
  );
  expect((await printed({ PORT: "%%%%%%%" }, ["%25%25%25%25%25%25%25"])).toString()).toBe(
    "%25%25%25%25%25%25%25",
  );
});

it("changes no other byte, however the output is split", async () => {
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 131 + (at >> 3)) & 255));
  expect(
    (await printed({ KEY: "hunter2-and-more" }, [bytes.subarray(0, 1000), bytes.subarray(1000)])).equals(
      bytes,
    ),
  ).toBe(true);
  const piece = fc.constantFrom("aaaaaaaa", "aaaaaaaab", "abababab", "babababa", "a", "b", "\n", "ß", "\0");
  const cut = fc.array(
    fc.array(piece, { maxLength: 6 }).map((parts) => parts.join("")),
    { maxLength: 8 },
  );
  const values = { A: "aaaaaaaa", B: "aaaaaaaab", C: "babababa" };
  await fc.assert(
    fc.asyncProperty(cut, async (chunks) => {
      const whole = (await printed(values, [chunks.join("")])).toString();
      expect((await printed(values, chunks)).toString()).toBe(whole);
      expect(
        (
          await printed(
            values,
            [...Buffer.from(chunks.join(""))].map((byte) => Buffer.of(byte)),
          )
        ).toString(),
      ).toBe(whole);
      for (const value of Object.values(values)) expect(whole).not.toContain(value);
      expect(whole.replaceAll(MARK, "").replaceAll(/[ab]/g, "")).toBe(
        chunks.join("").replaceAll(/[ab]/g, ""),
      );
    }),
    { numRuns: 200, seed: 11 },
  );
});
