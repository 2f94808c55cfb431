import pino from "pino";
import { expect, it } from "vitest";
import { whileUnsealed } from "./while-unsealed";

it("stops its work when a seal appears, and starts it again when the seal is gone", async () => {
  let sealedBecause: string | null = "It is a copy.";
  const heard: string[] = [];
  let looked = Promise.withResolvers<void>();
  const startWork = () => {
    heard.push("start");
    return Promise.resolve({
      stop: () => {
        heard.push("stop");
        return Promise.resolve();
      },
    });
  };
  const lookAtSeal = () => {
    looked.resolve();
    return Promise.resolve(sealedBecause);
  };
  const looksAgain = async () => {
    for (let looks = 0; looks < 2; looks++) {
      looked = Promise.withResolvers<void>();
      await looked.promise;
    }
  };
  const loop = await whileUnsealed({ lookAtSeal, log: pino({ level: "silent" }) }, startWork, () => {}, 1);
  await looksAgain();
  expect(heard).toEqual([]);
  sealedBecause = null;
  await looksAgain();
  expect(heard).toEqual(["start"]);
  sealedBecause = "It is a copy.";
  await looksAgain();
  expect(heard).toEqual(["start", "stop"]);
  sealedBecause = null;
  await looksAgain();
  expect(heard).toEqual(["start", "stop", "start"]);
  await loop.stop();
  expect(heard).toEqual(["start", "stop", "start", "stop"]);
});
