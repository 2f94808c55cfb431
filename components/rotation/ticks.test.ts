import { afterEach, describe, expect, it, vi } from "vitest";
import { ticks } from "./ticks";

describe("the ticks of the axis", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const between = (zone: string, from: string, to: string) => {
    vi.stubEnv("TZ", zone);
    const [start, end] = [Date.parse(from), Date.parse(to)];
    return ticks({ start, end });
  };

  it("are where the reader's days begin, even if a day has 23 hours", () => {
    const found = between("America/New_York", "2026-03-06T20:00:00Z", "2026-03-10T20:00:00Z");
    expect(found.map(({ at }) => new Date(at).toISOString())).toEqual([
      "2026-03-07T05:00:00.000Z",
      "2026-03-08T05:00:00.000Z",
      "2026-03-09T04:00:00.000Z",
      "2026-03-10T04:00:00.000Z",
    ]);
    expect(found.map(({ label }) => label)).toEqual(["7 Mar", "8 Mar", "9 Mar", "10 Mar"]);
  });

  it.each([
    ["years", "2026-06-01T00:00:00Z", "2030-06-01T00:00:00Z", ["2027", "2028", "2029", "2030"]],
    [
      "hours, and the day that begins between them",
      "2026-05-01T16:00:00Z",
      "2026-05-02T08:00:00Z",
      ["18:00", "21:00", "2 May", "03:00", "06:00"],
    ],
    [
      "seconds",
      "2026-05-01T12:00:01Z",
      "2026-05-01T12:00:21Z",
      ["12:00:05", "12:00:10", "12:00:15", "12:00:20"],
    ],
  ])("are named by their %s", (_, from, to, labels) => {
    expect(between("UTC", from, to).map(({ label }) => label)).toEqual(labels);
  });
});
