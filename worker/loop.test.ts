import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { every, pause } from "./loop";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("works immediately, and again some time after each end", async () => {
  let begun = 0;
  let end: () => void = () => {};
  const work = () =>
    new Promise<void>((resolve) => {
      begun += 1;
      end = resolve;
    });
  const loop = every(1_000, work, () => {});
  expect(begun).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
  end();
  await vi.advanceTimersByTimeAsync(999);
  expect(begun).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toBe(2);
  let isStopped = false;
  const stopped = loop.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(isStopped).toBe(false);
  end();
  await stopped;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(2);
});

it("continues after a failure, and reports each", async () => {
  const reported: unknown[] = [];
  let begun = 0;
  const work = () => Promise.reject(new Error(`Failure ${(begun += 1)}`));
  const loop = every(1_000, work, (error) => reported.push(String(error)));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reported).toEqual(["Error: Failure 1", "Error: Failure 2", "Error: Failure 3"]);
  await loop.stop();
});

it("a pause ends at its time, or as soon as asked to, and leaves no timer behind", async () => {
  const { signal } = new AbortController();
  let isOver = false;
  const over = pause(1_000, signal).then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await over;
  const stopping = new AbortController();
  const cut = pause(1_000, stopping.signal);
  stopping.abort();
  await cut;
  await pause(1_000, stopping.signal);
  expect(vi.getTimerCount()).toBe(0);
});
