/** The cost of checking thousands of current keys, at a smaller scale: pages grow with the keys, requests don't. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { allowanceOf } from "../core/schedule";
import { exposeMany } from "@/proof/harness/expose-many";
import { type Harness, startHarness } from "@/proof/harness/harness";

const PROJECTS = 3;
const KEYS_A_PROJECT = 300;
/** The intended maximum with one admin key. */
const MOST_KEYS = 10_000;
const PAGE = 100;

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

it("nine hundred keys cost a page for each hundred of them, and about three hundred direct checks", async () => {
  const { ctx, simulator, openAiOrganisation, environmentId, root } = harness;
  const { organisationId } = ctx.actor;
  for (let nth = 0; nth < PROJECTS; nth++) {
    const { id: projectId } = simulator.state.createProject(openAiOrganisation, { name: `Many ${nth}` });
    const place = { organisationId, environmentId, rootId: root.id, projectId };
    await exposeMany(ctx, simulator, place, KEYS_A_PROJECT);
  }
  const before = simulator.state.lastSeq;
  await harness.watchKeys();
  const calls = simulator.state.history.filter(({ seq }) => seq > before);
  const pages = calls.filter(({ path }) => path.includes("/api_keys?"));
  const questions = calls.filter(({ path }) => path === "/v1/models");
  expect(pages).toHaveLength((PROJECTS * KEYS_A_PROJECT) / PAGE);
  expect(calls).toHaveLength(pages.length + questions.length);
  // A third of the keys has its turn, give or take a few.
  expect(questions.length).toBeGreaterThan(200);
  expect(questions.length).toBeLessThan(400);
  expect(await ctx.db.keyWatch.count({ where: { dueAt: { gt: new Date() } } })).toBe(PROJECTS);

  const { keyWatchIntervalSeconds, timing } = ctx.settings;
  const allowed = keyWatchIntervalSeconds / allowanceOf(timing).spacingSeconds;
  const atMost = (pages.length / (PROJECTS * KEYS_A_PROJECT)) * MOST_KEYS;
  expect(atMost).toBeLessThan(allowed / 10);
}, 60_000);
