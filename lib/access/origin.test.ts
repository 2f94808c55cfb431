import { expect, it } from "vitest";
import { originOf } from "./origin";

it("keeps nothing of a program's name that starts a line or steers a terminal", () => {
  const named = (name: string) => originOf(new Headers({ "user-agent": name })).userAgent;
  expect(named("curl/8.15.0 (Linux)")).toBe("curl/8.15.0 (Linux)");
  expect(named("a\u0085b\u009b31mc\u00add")).toBe("a\ufffdb\ufffd31mc\ufffdd");
  expect(named("a".repeat(301))).toHaveLength(300);
  expect(named(" ")).toBeNull();
});
