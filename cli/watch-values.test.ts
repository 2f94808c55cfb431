import { once } from "node:events";
import { expect, test } from "vitest";
import { ROOT } from "@/installation/root";
import { createClient } from "./http";
import { ENVIRONMENT_ID, FakeServer, TOKEN } from "./testing/fake-server";
import { fetchSecretValues } from "./secret-values";
import { watchValues } from "./watch-values";

test("unchanged values are read now and then, so that their copy stays good", async () => {
  const server = await new FakeServer().start();
  server.values = { API_KEY: "one" };
  server.goodForSeconds = 60;
  const { env, stdin, stdout, stderr } = process;
  const client = createClient({ host: server.url, token: TOKEN }, { env, cwd: ROOT, stdin, stdout, stderr });
  const first = await fetchSecretValues(client, ENVIRONMENT_ID);
  const over = new AbortController();
  const goodFor: (number | null)[] = [];
  const applied: string[][] = [];
  const isRenewed = Promise.withResolvers<void>();
  const source = {
    client,
    environmentId: ENVIRONMENT_ID,
    first,
    read: async (known: typeof first, signal: AbortSignal) => {
      const read = await fetchSecretValues(client, ENVIRONMENT_ID, { known, signal });
      expect(read.values).toBe(known.values);
      goodFor.push(read.goodForSeconds);
      if (read.goodForSeconds === 3_600) isRenewed.resolve();
      return read;
    },
  };
  const streaming = once(server, "stream");
  const watching = watchValues({
    source,
    pollMs: 3_600_000,
    renewMs: 10,
    signal: over.signal,
    apply: async (_values, keys) => void applied.push(keys),
    notify: () => {},
  });
  await streaming;
  server.goodForSeconds = 3_600;
  await isRenewed.promise;
  over.abort();
  await watching;
  await server.stop();
  expect(applied).toEqual([]);
  expect(goodFor).toContain(3_600);
});
