import { expect, it } from "vitest";
import { SecretFinder } from "./find-secrets";

const BODY = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdEfGhIj";
const find = (text: string | Buffer, values: Record<string, string> = {}) =>
  new SecretFinder(values)
    .find(Buffer.from(text))
    .map(({ line, column, kind, lastFour }) => `${line}:${column} ${kind} ${lastFour}`);

it.each([
  [`sk-proj-${BODY}`, ["1:1 OpenAI key GhIj"]],
  [`\n\nkey = "sk-svcacct-${BODY}";`, ["3:8 OpenAI key GhIj"]],
  [`Zoë 😀: sk-admin-${BODY}\r\n`, ["1:9 OpenAI key GhIj"]],
  [`OPENAI_API_KEY=sk-${"aB3dE6gH".repeat(6)}`, ["1:16 OpenAI key E6gH"]],
  [`Bearer phs_${BODY}x`, ["1:8 service token hIjx"]],
  [
    `sk-proj-${BODY}\nsk-proj-${BODY} phs_${BODY}x`,
    ["1:1 OpenAI key GhIj", "2:1 OpenAI key GhIj", "2:58 service token hIjx"],
  ],
  [
    `a = "sk-proj-${BODY}", b = "sk-proj-${BODY}" // phase:allow, made up\n"sk-proj-${BODY}"`,
    ["2:2 OpenAI key GhIj"],
  ],
  [
    `"sk-proj-${BODY}" "sk-proj-${BODY}" é "phs_${BODY}x"`,
    ["1:2 OpenAI key GhIj", "1:61 OpenAI key GhIj", "1:122 service token hIjx"],
  ],
  // These aren't keys of OpenAI or Phase: placeholders, parts of words, names, and keys of other services.
  [`sk-proj-${"x".repeat(48)} sk-${"X0".repeat(24)}`, []],
  [`ask-proj-${BODY} disk-${"aB3dE6gH".repeat(6)}`, []],
  ["sk-learn sk-proj-test phs_name_of_something", []],
  [`sk-ant-api03-${BODY}`, []],
])("finds keys and tokens by their form in %j", (text, expected) => {
  expect(find(text)).toEqual(expected);
});

it("finds values, and a key that is also a value once", () => {
  const key = `sk-proj-${BODY}`;
  const values = {
    KEY: key,
    PASSWORD: "hunter2!",
    LONG: "it's hunter2 and more",
    PORT: "5432",
    PEM: `-----BEGIN\n${BODY}\n-----END`,
  };
  expect(find(`a ${key}\nhunter2! 5432 it's hunter2 and more\n  ${BODY}\n`, values)).toEqual([
    "1:3 value of KEY GhIj",
    "2:1 value of PASSWORD null",
    "2:15 value of LONG more",
    "3:3 value of PEM GhIj",
  ]);
});

it("finds values in texts that aren't UTF-8", () => {
  expect(
    find(Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from("x=Zoë's secret")]), {
      KEY: "Zoë's secret",
    }),
  ).toEqual(["2:3 value of KEY null"]);
});

it.each([
  "sk-",
  "sk-proj-",
  "phs_",
  "a",
  `sk-${"aB3dE6gH".repeat(4)}-`,
  "\n",
  "sk-proj-\n",
  `sk-proj-${BODY} `,
  `sk-proj-${BODY}\n`,
])("takes time in proportion to a text of %j", (piece) => {
  const timeOf = (length: number) => {
    const content = Buffer.from(piece.repeat(length / piece.length));
    const finder = new SecretFinder({ KEY: "sk-proj-hunter2", LONG: `${"sk-".repeat(100)}x` });
    const tries = [1, 2, 3].map(() => {
      const began = performance.now();
      finder.find(content);
      return performance.now() - began;
    });
    return Math.min(...tries);
  };
  timeOf(100_000);
  // The text is eight times as long. With quadratic growth, it would take 64 times as long.
  expect(timeOf(1_600_000)).toBeLessThan(Math.max(25 * timeOf(200_000), 400));
});
