import { afterEach, expect, it, vi } from "vitest";
import { howToRun } from "./how-to-run";

afterEach(() => void vi.unstubAllEnvs());

const COMMANDS = ["start", "web", "worker", "phase doctor", "phase adopt-instance"];

it("a clone has npm's commands", () => {
  vi.stubEnv("PHASE_RELEASED", undefined);
  expect(COMMANDS.map(howToRun)).toEqual([
    "npm start",
    "npm run web",
    "npm run worker",
    "npm run phase -- doctor",
    "npm run phase -- adopt-instance",
  ]);
});

it("a release has one program", () => {
  vi.stubEnv("PHASE_RELEASED", "1");
  expect(COMMANDS.map(howToRun)).toEqual([
    "phase start",
    "phase web",
    "phase worker",
    "phase doctor",
    "phase adopt-instance",
  ]);
});
