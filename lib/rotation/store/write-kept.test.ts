/** The single statement that writes a unit. */
import { expect, it } from "vitest";
import { createDb } from "@/lib/db";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { startHarness } from "@/proof/harness/harness";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { createStore } from "./create-store";

it("what is written waits for the disk, whatever the database's default", async () => {
  const harness = await startHarness();
  const { db, url } = harness;
  const { id } = await harness.create();
  await db.$executeRaw`
    CREATE FUNCTION tell_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('phase.commit', current_setting('synchronous_commit'), false);
      RETURN NULL;
    END $$`;
  await db.$executeRaw`
    CREATE CONSTRAINT TRIGGER tell_commit AFTER UPDATE ON rotating_secret DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION tell_commit()`;
  await db.$executeRawUnsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
  const careless = createDb(url, { max: 1 });
  const setting = (name: string) =>
    careless.$queryRaw`SELECT current_setting(${name}, true) AS value`.then(
      (found) => (found as { value: string }[])[0]?.value,
    );
  expect(await setting("synchronous_commit")).toBe("off");
  await createStore(careless, WAKES_NOBODY, notificationWriter).inUnit(
    async (unit) => {
      await unit.lockSecret(id);
      await unit.updateSecret(id, { failureCount: 1 });
    },
    { secretId: id },
  );
  expect(await setting("phase.commit")).toBe("on");
  await careless.$disconnect();
  await harness.stop();
});
