import { describe, expect, it } from "vitest";
import { PLACES } from "./places";
import { askedBy, PLACE_KEYS, placeShortcuts } from "./shortcuts";

const press = (key: string, changes: object = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, isTaken: false },
  ...changes,
});

describe("a press", () => {
  it.each([
    ["?", "help"],
    ["/", "filter"],
    ["j", "next"],
    ["k", "previous"],
    ["g", "wait"],
    ["o", "nothing"],
  ])("of %s asks for %s", (key, asked) => {
    expect(askedBy(press(key), false)).toEqual({ do: asked });
  });

  it("of g and then a letter goes to a place", () => {
    expect(askedBy(press("l"), true)).toEqual({ do: "go", href: "/audit" });
    expect(askedBy(press("j"), true)).toEqual({ do: "next" });
  });

  it.each([{ isTaken: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }])(
    "with %j is left to others",
    (held) => {
      for (const key of ["?", "/", "j", "k", "g"])
        expect(askedBy(press(key, held), true)).toEqual({ do: "nothing" });
    },
  );
});

it("leads to every page with its own keys, and to none that the member can't see", () => {
  expect(Object.values(PLACE_KEYS).toSorted()).toEqual(PLACES.map(({ href }) => href).toSorted());
  expect(placeShortcuts(({ needs }) => needs === "read").map(({ label }) => label)).not.toContain(
    "Audit log",
  );
});
