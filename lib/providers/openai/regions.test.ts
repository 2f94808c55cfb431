import { describe, expect, it } from "vitest";
import { regionOf, shownResidency } from "../residency";
import { baseUrlFor } from "./regions";

const OPENAI = {
  baseUrl: "https://api.openai.com/v1",
  regionalBaseUrl: "https://{region}.api.openai.com/v1",
};

it.each([
  ["EU_STORAGE_PROCESSING", "eu"],
  ["US_STORAGE_PROCESSING", "us"],
  ["JP_STORAGE", "jp"],
  ["AE_STORAGE_PROCESSING", "ae"],
  ["IN_STORAGE", "in"],
  ["GLOBAL", null],
  [null, null],
  ["", null],
  ["eu_storage", null],
  ["EVIL.EXAMPLE/_", null],
  ["E/_", null],
])("%s is the region %s", (residency, region) => {
  expect(regionOf(residency)).toBe(region);
  expect(shownResidency(residency)).toBe(region === null ? undefined : residency);
});

describe("the address of a key", () => {
  it("is its region's host at OpenAI", () => {
    expect(baseUrlFor(OPENAI, "EU_STORAGE_PROCESSING")).toBe("https://eu.api.openai.com/v1");
    expect(baseUrlFor(OPENAI, "GLOBAL")).toBe("https://api.openai.com/v1");
    expect(baseUrlFor(OPENAI, null)).toBe("https://api.openai.com/v1");
  });

  it("never leaves OpenAI's hosts, whatever a project's residency says", () => {
    for (const residency of [
      "EVIL.EXAMPLE/_X",
      "@evil.example",
      "..",
      "eu.evil.example",
      "{REGION}",
      "EU.evil_X",
    ]) {
      expect(new URL(baseUrlFor(OPENAI, residency)).hostname).toBe("api.openai.com");
    }
  });

  it("stays at a gateway whose operator names no other", () => {
    const gateway = { baseUrl: "https://openai.example.com/v1", regionalBaseUrl: null };
    expect(baseUrlFor(gateway, "EU_STORAGE_PROCESSING")).toBe("https://openai.example.com/v1");
  });
});
