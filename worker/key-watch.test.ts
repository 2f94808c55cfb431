import { afterEach, beforeEach, expect, it } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { startKeyWatch } from "./key-watch";
import { Lanes } from "./lanes";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

it("checks the keys of each admin key separately, and ends with the running checks", async () => {
  const { ctx, simulator, openAiOrganisation, db } = harness;
  await harness.create();
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  const second = await createThirdPartyCredential(ctx, { provider: "openai", name: "Second", adminApiKey });
  await harness.create({ thirdPartyCredentialId: second.id });
  simulator.state.addFault({ kind: "hang", match: { adminKey: harness.adminKey, times: null } });
  const from = simulator.state.history.length;
  const failures: unknown[] = [];
  const calls = () => simulator.state.history.slice(from);
  const watch = startKeyWatch(ctx, new Lanes(ctx), (error) => failures.push(error));
  await simulator.state.waitFor(
    () => calls().some(({ fault }) => fault !== null) && calls().some(({ fault }) => fault === null),
    5_000,
  );
  await watch.stop();
  expect(calls().every(({ endedAt }) => endedAt !== null)).toBe(true);
  const { length } = calls();
  await db.keyWatch.updateMany({ data: { dueAt: new Date(0) } });
  await harness.watchKeys();
  expect(calls().length).toBeGreaterThan(length);
  expect(failures).toEqual([]);
});

it("starts the rest of an admin key's projects as soon as the first have been checked", async () => {
  const { ctx, simulator, openAiOrganisation, db, root } = harness;
  const projects = Array.from({ length: 12 }, (_, nth) =>
    simulator.state.createProject(openAiOrganisation, { name: `Project ${nth}` }),
  );
  for (const { id: projectId } of projects)
    await harness.create({ config: { projectId, nameTemplate: "phase-rs-{id}" } });
  await db.thirdPartyCredential.update({ where: { id: root.id }, data: { pacedUntil: null } });
  const from = simulator.state.history.length;
  const looked = () =>
    new Set(simulator.state.history.slice(from).flatMap(({ path }) => /proj_\w+/.exec(path)?.[0] ?? []));
  const watch = startKeyWatch(ctx, new Lanes(ctx), () => {});
  // More than are taken together, and long before its next round.
  await simulator.state.waitFor(() => looked().size === projects.length, 10_000);
  await watch.stop();
});
