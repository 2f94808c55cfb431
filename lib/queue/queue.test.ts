import { describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { createWakeQueue, rowOf } from "./queue";

const [rotatingSecretId, credentialId] = [uuidv7(), uuidv7()];
const at = new Date(0);

function sending() {
  const sent: { queue: string; data: unknown }[] = [];
  const queue = createWakeQueue({
    insert: (name, jobs) => {
      sent.push(...jobs.map(({ data }) => ({ queue: name, data })));
      return Promise.resolve(null);
    },
  });
  return { sent, queue };
}

it("sends only IDs, and accepts nothing else as a job", async () => {
  const { sent, queue } = sending();
  await queue.wake([
    { rotatingSecretId, at },
    { credentialId, at },
  ]);
  expect(sent).toEqual([
    { queue: "mint", data: { rotatingSecretId } },
    { queue: "settle", data: { credentialId } },
  ]);
  expect(sent.map(({ data }) => rowOf(data))).toEqual([rotatingSecretId, credentialId]);
  expect(rowOf({ credentialId, key: "sk-svcacct-1" })).toBeNull();
});

it("announces no future row, because each worker looks for those", async () => {
  const { sent, queue } = sending();
  await queue.wake([{ credentialId, at: new Date(Date.now() + 60_000) }]);
  expect(sent).toEqual([]);
});

it("a working process receives its own wake-ups, and sends none", async () => {
  const { sent, queue } = sending();
  const heard: string[] = [];
  queue.hear((ids) => heard.push(...ids));
  await queue.wake([
    { rotatingSecretId, at },
    { credentialId, at },
  ]);
  expect([heard, sent]).toEqual([[rotatingSecretId, credentialId], []]);
  queue.hear(null);
  await queue.wake([{ credentialId, at }]);
  expect(sent).toHaveLength(1);
});

describe("what can't be sent", () => {
  it("doesn't fail what is committed", async () => {
    const queue = createWakeQueue({ insert: () => Promise.reject(new Error("The database is away.")) });
    await expect(queue.wake([{ credentialId, at }])).resolves.toBeUndefined();
  });
});
