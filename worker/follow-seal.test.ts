import pino from "pino";
import { expect, it } from "vitest";
import { followSeal } from "./follow-seal";

it("stops its work when a seal appears, and starts it again when the seal is gone", async () => {
  let sealedBecause: string | null = "It is a copy.";
  const heard: string[] = [];
  let looked = Promise.withResolvers<void>();
  const loopOf = (name: string) => {
    heard.push(`start ${name}`);
    return {
      stop() {
        heard.push(`stop ${name}`);
        return Promise.resolve();
      },
    };
  };
  const lookAtSeal = () => {
    looked.resolve();
    return Promise.resolve(sealedBecause);
  };
  /** The events until it has checked twice, because the first check may have begun before. */
  const hears = async () => {
    heard.length = 0;
    for (let looks = 0; looks < 2; looks++) {
      looked = Promise.withResolvers<void>();
      await looked.promise;
    }
    return heard;
  };
  const work = { start: () => Promise.resolve(loopOf("work")), startSealed: loopOf };
  const loop = await followSeal({ lookAtSeal, log: pino({ level: "silent" }) }, work, () => {}, 1);
  expect(heard).toEqual(["start It is a copy."]);
  expect(await hears()).toEqual([]);
  sealedBecause = null;
  expect(await hears()).toEqual(["stop It is a copy.", "start work"]);
  expect(await hears()).toEqual([]);
  sealedBecause = "Wrong key ring.";
  expect(await hears()).toEqual(["stop work", "start Wrong key ring."]);
  sealedBecause = null;
  expect(await hears()).toEqual(["stop Wrong key ring.", "start work"]);
  heard.length = 0;
  await loop.stop();
  expect(heard).toEqual(["stop work"]);
});
