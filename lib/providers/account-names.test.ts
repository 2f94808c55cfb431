import { describe, expect, it } from "vitest";
import {
  accountName,
  DEFAULT_NAME_TEMPLATE,
  MAX_ACCOUNT_NAME_LENGTH,
  nameTemplateProblem,
  isPlausibleEpoch,
  nextEpoch,
  ownerOfName,
} from "./account-names";

const ID = "019ab1c2-0000-7000-8000-000000000001";
const NOW = new Date("2026-01-01T00:00:00.900Z");
const NOW_SECONDS = 1_767_225_600;

describe("nameTemplateProblem", () => {
  it.each([
    { template: DEFAULT_NAME_TEMPLATE, problem: null },
    { template: "{id}", problem: null },
    { template: "team-a_{id}-prod", problem: null },
    { template: "x".repeat(17) + "{id}", problem: null },
    { template: "x".repeat(18) + "{id}", problem: /longer than 64/ },
    { template: "phase-rs", problem: /must contain \{id\}/ },
    { template: "{id}-{id}", problem: /only once/ },
    { template: "phase {id}", problem: /Use only letters/ },
    { template: "phase/{id}", problem: /Use only letters/ },
    { template: "{id}2", problem: /digit directly after/ },
    { template: "2{id}-2", problem: null },
    { template: "$&{id}", problem: /Use only letters/ },
    { template: "", problem: /must contain/ },
  ])("$template", ({ template, problem }) => {
    const found = nameTemplateProblem(template);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});

describe("accountName", () => {
  it("puts the secret's id and the epoch into the template, and fits the longest one allowed", () => {
    expect(accountName("a-{id}-z", ID, NOW_SECONDS)).toBe(`a-${ID}-${NOW_SECONDS}-z`);
    expect(accountName("x".repeat(17) + "{id}", ID, NOW_SECONDS)).toHaveLength(MAX_ACCOUNT_NAME_LENGTH);
  });
});

describe("ownerOfName", () => {
  const owner = { rotatingSecretId: ID, epoch: NOW_SECONDS };
  it.each([
    { name: `phase-rs-${ID}-${NOW_SECONDS}`, owner },
    { name: `${ID}-${NOW_SECONDS}`, owner },
    { name: `a${ID}-${NOW_SECONDS}-prod`, owner },
    { name: accountName("2{id}x", ID, NOW_SECONDS), owner },
    { name: `phase-rs-${ID}-${NOW_SECONDS}0`, owner: null },
    { name: `phase-rs-${ID}`, owner: null },
    { name: `phase-rs-${ID.slice(1)}-${NOW_SECONDS}`, owner: null },
    { name: "someone-elses", owner: null },
  ])("$name", ({ name, owner }) => {
    expect(ownerOfName(name)).toEqual(owner);
  });
});

describe("nextEpoch", () => {
  it.each([
    { name: "the first is the time", last: 0, epoch: NOW_SECONDS },
    { name: "two in one second differ", last: NOW_SECONDS, epoch: NOW_SECONDS + 1 },
    { name: "a clock set back repeats none", last: NOW_SECONDS + 500, epoch: NOW_SECONDS + 501 },
  ])("$name", ({ last, epoch }) => {
    expect(nextEpoch(NOW, BigInt(last))).toBe(BigInt(epoch));
  });

  it("continues after the end of 32 bits", () => {
    expect(nextEpoch(new Date("2040-01-01T00:00:00Z"), 2_147_483_647n)).toBe(2_208_988_800n);
    expect(nextEpoch(NOW, 2_147_483_647n)).toBe(2_147_483_648n);
  });
});

describe("isPlausibleEpoch", () => {
  it.each([
    { name: "now", epoch: NOW_SECONDS, plausible: true },
    { name: "long ago", epoch: NOW_SECONDS - 1_000_000, plausible: true },
    { name: "by a clock that ran a day ahead", epoch: NOW_SECONDS + 86_400, plausible: true },
    { name: "from beyond", epoch: NOW_SECONDS + 86_401, plausible: false },
    { name: "the end of 32 bits", epoch: 2_147_483_647, plausible: false },
    { name: "ten nines", epoch: 9_999_999_999, plausible: false },
  ])("$name: $plausible", ({ epoch, plausible }) => {
    expect(isPlausibleEpoch(epoch, NOW)).toBe(plausible);
  });
});
