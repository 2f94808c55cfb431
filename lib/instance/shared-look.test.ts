import { expect, it } from "vitest";
import { sharedLook } from "./shared-look";

function looking() {
  let nowMs = 5_000;
  const asked: PromiseWithResolvers<string | null>[] = [];
  const look = sharedLook(
    () => {
      const answer = Promise.withResolvers<string | null>();
      asked.push(answer);
      return answer.promise;
    },
    () => nowMs,
  );
  return { look, asked, pass: (milliseconds: number) => (nowMs += milliseconds) };
}

it("shares one check between callers while it runs, and for a second after its request", async () => {
  const { look, asked, pass } = looking();
  const first = [look(), look()];
  pass(999);
  asked[0]?.resolve(null);
  expect(await Promise.all([...first, look()])).toEqual([null, null, null]);
  expect(asked).toHaveLength(1);
  pass(1);
  const later = look();
  asked[1]?.resolve("copied");
  expect(await later).toBe("copied");
});

it("checks a seal again immediately, so that the person who ends it needn't wait", async () => {
  const { look, asked } = looking();
  const sealed = look();
  asked[0]?.resolve("copied");
  expect(await sealed).toBe("copied");
  const after = look();
  asked[1]?.resolve(null);
  expect(await after).toBeNull();
});

it("repeats a failed check immediately", async () => {
  const { look, asked } = looking();
  const failed = look();
  asked[0]?.reject(new Error("away"));
  await expect(failed).rejects.toThrow("away");
  const after = look();
  asked[1]?.resolve(null);
  expect(await after).toBeNull();
});

it("a slow failed check takes nothing from the next one", async () => {
  const { look, asked, pass } = looking();
  const slow = look();
  pass(1_000);
  const next = look();
  asked[0]?.reject(new Error("away"));
  await expect(slow).rejects.toThrow("away");
  asked[1]?.resolve(null);
  expect([await next, await look()]).toEqual([null, null]);
  expect(asked).toHaveLength(2);
});
