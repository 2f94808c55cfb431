import { expect, it } from "vitest";
import { countStream } from "./open-streams";

it("opens a thousand streams for one caller, another one once one of them has ended, and others for others", () => {
  const ends = Array.from({ length: 1_000 }, () => countStream("one"));
  expect(() => countStream("one")).toThrow(expect.objectContaining({ code: "too_many_requests" }));
  countStream("another")();
  // Ended twice, it counts once.
  ends[0]?.();
  ends[0]?.();
  countStream("one");
  expect(() => countStream("one")).toThrow(expect.objectContaining({ code: "too_many_requests" }));
});
