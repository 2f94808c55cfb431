import { describe, expect, it } from "vitest";
import { nextSorting, overviewChoice, sortingOf } from "./overview-choice";

const ID = "0198c2f4-7b1e-4c3a-9d52-000000000001";

describe("the overview's address", () => {
  it("says which rows are shown, in which order", () => {
    const address = new URLSearchParams(`sort=age&order=desc&state=owed&environmentId=${ID}&search= prod `);
    expect(overviewChoice(address)).toEqual({
      sort: "age",
      order: "desc",
      state: "owed",
      environmentId: ID,
      search: "prod",
    });
  });

  it("is read as far as it can be", () => {
    expect(overviewChoice(new URLSearchParams("sort=luck&state=&environmentId=1&order=asc"))).toEqual({
      order: "asc",
    });
  });
});

describe("a press on a column's head", () => {
  it("sorts by it, then the other way round", () => {
    const first = nextSorting(sortingOf({}), "name");
    expect(first).toEqual({ sort: "name", order: "asc" });
    expect(nextSorting(first, "name")).toEqual({ sort: "name", order: "desc" });
  });

  it("shows the oldest keys first", () => {
    expect(nextSorting(sortingOf({}), "age")).toEqual({ sort: "age", order: "desc" });
  });

  it("never shows the best first", () => {
    expect(nextSorting(sortingOf({ sort: "state" }), "state")).toEqual({ sort: "state", order: "asc" });
    expect(sortingOf({ sort: "owed", order: "desc" })).toEqual({ sort: "owed", order: "asc" });
  });
});
