import { afterEach, beforeEach } from "vitest";

// A test that expects an error message replaces console.error itself, with vi.spyOn.
const unexpected: unknown[][] = [];
const original = console.error;

beforeEach(() => {
  unexpected.length = 0;
  console.error = (...args: unknown[]) => {
    unexpected.push(args);
    original(...args);
  };
});

afterEach(() => {
  console.error = original;
  if (unexpected.length > 0)
    throw new Error(`console.error was called: ${unexpected.map(String).join("; ")}`);
});
