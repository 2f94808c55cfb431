import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { endSession, renewSession } from "@/lib/client/session-state";
import { hideInTime } from "./hide-in-time";

let page: EventTarget & { visibilityState: string };
const hide = vi.fn();
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("document", page);
  stop = hideInTime(hide);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  hide.mockClear();
  renewSession();
});

function turn(visibilityState: string): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event("visibilitychange"));
}

it("hides what was revealed after a minute", () => {
  vi.advanceTimersByTime(59_999);
  expect(hide).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(hide).toHaveBeenCalledOnce();
});

it("hides it when the page was out of sight for a quarter of a minute, and not for a glance elsewhere", () => {
  turn("hidden");
  vi.advanceTimersByTime(14_000);
  turn("visible");
  vi.advanceTimersByTime(14_000);
  expect(hide).not.toHaveBeenCalled();
  turn("hidden");
  vi.advanceTimersByTime(15_000);
  expect(hide).toHaveBeenCalledOnce();
});

it("hides it when the session ends", () => {
  endSession();
  expect(hide).toHaveBeenCalledOnce();
});

it("does nothing any more once it is stopped", () => {
  stop();
  endSession();
  turn("hidden");
  vi.advanceTimersByTime(120_000);
  expect(hide).not.toHaveBeenCalled();
});
