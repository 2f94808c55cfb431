import { expect, it } from "vitest";
import { CLOCK_TOLERANCE_SECONDS } from "@/lib/rotation/core/schedule";
import { checkClock } from "./check-clock";

const TOLERATED_MS = CLOCK_TOLERANCE_SECONDS * 1000;

it("reports the clocks' difference, and accepts what the engine accepts", () => {
  for (const aheadMs of [TOLERATED_MS, -TOLERATED_MS])
    expect(checkClock(aheadMs).says).toBe("the database's and OpenAI's clocks are 300 s apart");
});

it("distinguishes a clock that delays revocations from one that stops them", () => {
  expect(() => checkClock(TOLERATED_MS + 1_000)).toThrow(
    "the database's clock is 301 s ahead of OpenAI's, so Phase revokes nothing on schedule. Correct the database server's clock",
  );
  expect(() => checkClock(-TOLERATED_MS - 1_000)).toThrow(
    "the database's clock is 301 s behind OpenAI's, so Phase rotates and revokes that much later. Correct the database server's clock",
  );
});
