import { Prisma } from "@/lib/generated/prisma/client";
import { expect, it, vi } from "vitest";
import type { Db } from "@/lib/db";
import { secretStream } from "./secret-stream";
import { inTurn } from "./turns";

it("lets few streams check at the same time, and each in its turn", async () => {
  const looks: PromiseWithResolvers<void>[] = [];
  const controller = new AbortController();
  const open = () =>
    secretStream({
      db: {} as Db,
      feed: { subscribe: () => () => true, closed: new AbortController().signal },
      watched: { environmentId: "", isSeen: Prisma.sql`true` },
      checkAccess: () => {
        const look = Promise.withResolvers<void>();
        looks.push(look);
        return look.promise;
      },
      lastEventId: null,
      ended: () => undefined,
      signal: controller.signal,
    });
  Array.from({ length: 20 }, open);
  await vi.waitFor(() => expect(looks).toHaveLength(4));
  // The next begins, whatever happens to the current one.
  looks[0]?.reject(new Error("No access."));
  await vi.waitFor(() => expect(looks).toHaveLength(5));
  controller.abort();
  for (const look of looks) look.reject(new Error("Over."));
  // Streams that ended meanwhile don't check.
  expect(await inTurn(() => Promise.resolve("mine"))).toBe("mine");
  expect(looks).toHaveLength(5);
});
