import { expect, it } from "vitest";
import { auditChoice, auditQueryOf } from "./audit-choice";

it("reads the filter from the address as far as it can be", () => {
  const address = new URLSearchParams(
    "actor= ada &action=secret.read&since=2026-03-01&until=soon&environmentId=1",
  );
  expect(auditChoice(address)).toEqual({ actor: "ada", action: "secret.read", since: "2026-03-01" });
});

it.each([
  ["UTC", "2026-03-28T00:00:00.000Z", "2026-03-30T00:00:00.000Z"],
  ["America/New_York", "2026-03-28T04:00:00.000Z", "2026-03-30T04:00:00.000Z"],
  // The clocks go forward in the night to the 29th.
  ["Europe/Berlin", "2026-03-27T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
])("means whole days of the reader's in %s", (zone, since, until) => {
  const choice = { actor: "ada", since: "2026-03-28", until: "2026-03-29" };
  expect(auditQueryOf(choice, zone)).toEqual({ actor: "ada", since, until });
});
