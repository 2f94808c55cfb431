import { expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { createWakeQueue, rowOf } from "./queue";

it("sends ids alone, and takes nothing else for a job", async () => {
  const sent: unknown[] = [];
  const boss = { send: (_queue: string, data: unknown) => Promise.resolve(sent.push(data)) };
  const queue = createWakeQueue(boss as never);
  const [rotatingSecretId, credentialId] = [uuidv7(), uuidv7()];
  await queue.wakeMint({} as never, rotatingSecretId, new Date(0));
  await queue.wakeSettle({} as never, credentialId, new Date(0));
  expect(sent).toEqual([{ rotatingSecretId }, { credentialId }]);
  expect(sent.map(rowOf)).toEqual([rotatingSecretId, credentialId]);
  expect(rowOf({ credentialId, key: "sk-svcacct-1" })).toBeNull();
});
