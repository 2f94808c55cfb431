import { expect, it } from "vitest";
import { planInWords } from "./plan-words";

const plan = { projectName: "Chatbot", now: Date.parse("2026-03-01T13:05:30Z"), zone: "Europe/Berlin" };

it.each([
  [
    { intervalSeconds: 2_592_000, delaySeconds: 864_000 },
    "A new key takes its place every 30 days at about 14:05.",
    "Two keys are valid for 10 days after each rotation.",
  ],
  [
    { intervalSeconds: 86_400, delaySeconds: 0 },
    "A new key takes its place every day at about 14:05.",
    "The previous key stops working at each rotation.",
  ],
  [
    { intervalSeconds: 5_400, delaySeconds: 60 },
    "A new key takes its place every 1 hour 30 minutes.",
    "Two keys are valid for 1 minute after each rotation.",
  ],
])("says when keys come and go (%j)", (schedule, replaced, overlap) => {
  expect(planInWords({ ...plan, ...schedule })).toEqual([
    "Phase creates the first key in Chatbot now.",
    replaced,
    overlap,
  ]);
});
