import { expect, it } from "vitest";
import { countOpenRequest } from "./open-requests";

it("opens a thousand streams for one caller, another one once one of them has ended, and others for others", () => {
  const ends = Array.from({ length: 1_000 }, () => countOpenRequest("one"));
  expect(() => countOpenRequest("one")).toThrow(expect.objectContaining({ code: "too_many_requests" }));
  countOpenRequest("another")();
  // Ending it twice counts once.
  ends[0]?.();
  ends[0]?.();
  countOpenRequest("one");
  expect(() => countOpenRequest("one")).toThrow(expect.objectContaining({ code: "too_many_requests" }));
});
