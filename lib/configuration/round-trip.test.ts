/** Tests with random configurations. An exported file changes nothing in its own organisation, and creates the same in another. */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import type * as z from "zod";
import type { configurationSchema } from "@/lib/api/configuration";
import { SCOPES } from "@/lib/access/scopes";
import { nameSchema } from "@/lib/api/common";
import { DomainError } from "@/lib/errors";
import { NOTIFICATION_TYPES } from "@/lib/lists/notification-types";
import type { EngineCtx } from "@/lib/rotation/services";
import { startConfigurationRig } from "@/proof/harness/configuration";
import { exportConfiguration } from "./write-file";

/** PHASE_FUZZ_RUNS sets a higher number. */
const RUNS = Number(process.env["PHASE_FUZZ_RUNS"] ?? 12);

let rig: Awaited<ReturnType<typeof startConfigurationRig>>;
beforeAll(async () => {
  rig = await startConfigurationRig();
});
afterAll(() => rig.stop());

type File = z.input<typeof configurationSchema>;

const anyName = fc
  .oneof(
    fc.constantFrom(
      "yes",
      "null",
      "1",
      "007",
      "1e3",
      "constructor",
      "a: b",
      "# x",
      "- y",
      "*z",
      "'",
      '"',
      "{}",
      "Ä 💡",
      ",",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  )
  .filter((text) => nameSchema.safeParse(text).data === text && !text.includes("/") && text !== "__proto__");
type Name = fc.Arbitrary<string>;
const names = (name: Name, most: number) => fc.uniqueArray(name, { maxLength: most });
const pick = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });
const maybe = <Value>(field: string, value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [field]: found }));

const label = fc.constantFrom("team", "constructor", "a.b/c-d_e", "0");
const labelled = maybe(
  "labels",
  fc.dictionary(label, fc.constantFrom("billing", "yes", "1", "a: b", "ä, b")),
);

const rotatingSecret = (credential: string, nth: number) =>
  fc
    .tuple(
      labelled,
      maybe(
        "description",
        fc.string({ unit: "grapheme-composite", maxLength: 40 }).map((text) => text.trim()),
      ),
      maybe("paused", fc.boolean()),
      maybe("keyLifetime", fc.constantFrom("90d", 8_000_000)),
      fc.constantFrom("30d", "36h", 86_401),
      fc.constantFrom("1h", 0, "90s"),
      fc.constantFrom(
        {},
        { key_id: `KEY_ID_${nth}` },
        { base_url: `URL_${nth}`, service_account_id: `SA_${nth}` },
      ),
    )
    .map(([labels, description, paused, keyLifetime, rotationInterval, revocationDelay, outputs]) => ({
      ...{ ...labels, ...description, ...paused, ...keyLifetime, rotationInterval, revocationDelay },
      ...{
        thirdPartyCredential: credential,
        project: "Production",
        outputs: { api_key: `KEY_${nth}`, ...outputs },
      },
    }));

const secretsOf = (name: Name, credential: string) =>
  names(name, 2).chain((chosen) =>
    fc
      .tuple(...chosen.map((_, nth) => rotatingSecret(credential, nth)))
      .map((secrets) => new Map(chosen.map((own, nth) => [own, secrets[nth]]))),
  );

type Apps = Map<string, { environments: Map<string, unknown> }>;
const apps = (name: Name, credential: string): fc.Arbitrary<Apps> =>
  names(name, 3).chain((chosen) =>
    fc
      .array(
        names(name, 3).chain((environments) =>
          fc
            .tuple(
              labelled,
              ...environments.map(() =>
                fc
                  .tuple(labelled, maybe("rotatingSecrets", secretsOf(name, credential)))
                  .map(([labels, secrets]): object => ({ ...labels, ...secrets })),
              ),
            )
            .map(([labels, ...within]) => ({
              ...labels,
              environments: new Map(environments.map((own, nth) => [own, within[nth] ?? null])),
            })),
        ),
        { minLength: chosen.length, maxLength: chosen.length },
      )
      .map((of) => new Map(chosen.map((own, nth) => [own, of[nth] ?? { environments: new Map() }]))),
  );

const fileOf = (name: Name) =>
  name.chain((credential) =>
    apps(name, credential).chain((chosen) => {
      const paths = [...chosen].flatMap(([app, { environments }]) =>
        [...environments.keys()].map((environment) => `${app}/${environment}`),
      );
      const places = paths.length === 0 ? fc.constant({}) : maybe("environments", pick(paths));
      const token = fc
        .tuple(
          pick(SCOPES),
          labelled,
          places,
          maybe("keys", pick(["OPENAI_API_KEY", "STRIPE_*", "all"])),
          maybe("expiresAt", fc.constantFrom("never", "2090-01-01T00:00:00Z")),
        )
        .map(([scopes, ...rest]) => Object.assign({ scopes }, ...rest) as object);
      const webhook = fc
        .tuple(
          fc.constantFrom("https://example.com/a?b=c", { env: "HOOK_URL" }),
          labelled,
          maybe("format", fc.constantFrom("standard", "slack")),
          maybe("types", pick(NOTIFICATION_TYPES)),
          maybe("enabled", fc.boolean()),
        )
        .map(([url, ...rest]) => Object.assign({ url }, ...rest) as object);
      const section = (item: fc.Arbitrary<object>) =>
        fc.array(fc.tuple(name, item), { maxLength: 2 }).map((entries) => new Map(entries));
      return fc.record({
        version: fc.constant(1),
        thirdPartyCredentials: labelled.map(
          (labels) => new Map([[credential, { ...labels, adminApiKey: { env: "ADMIN_KEY" } }]]),
        ),
        apps: fc.constant(chosen),
        serviceTokens: section(token),
        webhooks: section(webhook),
      });
    }),
  );

const whole = (ctx: EngineCtx) => exportConfiguration(ctx, "https://phase.example.com/schema");
/** A file leaves only this time to Phase, which sets it to 90 days from now. */
const timeless = (text: string) => text.replaceAll(/expiresAt: .*/g, "");

it(
  "an exported file changes nothing, and creates the same configuration elsewhere",
  async () => {
    const hook = { "env:HOOK_URL": "https://example.com/secret" };
    const values = { "env:ADMIN_KEY": rig.harness.adminKey, ...hook };
    await fc.assert(
      fc.asyncProperty(fileOf(anyName), async (random) => {
        const { ctx } = await rig.fresh();
        const text = stringify(random);
        await rig.apply(text, { values });
        expect(await rig.left(text)).toEqual([]);
        const exported = await whole(ctx);
        expect(exported).not.toMatch(/[^\P{C}\n]/u);
        expect(await rig.left(exported, { prune: true })).toEqual([]);

        const elsewhere = await rig.fresh();
        const { needed } = await rig.preview(exported, { values: {} });
        const given = needed.map((reference): [string, string] => [
          reference,
          reference.includes("WEBHOOK_URL") ? hook["env:HOOK_URL"] : rig.harness.adminKey,
        ]);
        await rig.apply(exported, { values: Object.fromEntries(given), prune: true });
        expect(timeless(await whole(elsewhere.ctx))).toBe(timeless(exported));
      }),
      { numRuns: RUNS, seed: 20_261_128, endOnFailure: true },
    );
  },
  30_000 + RUNS * 10_000,
);

/** Few names, so that the second file changes much of what the first one created. */
const commonName = fc.constantFrom("a", "b", "c");

it(
  "changes one configuration into another, as far as that is possible",
  async () => {
    const values = { "env:ADMIN_KEY": rig.harness.adminKey, "env:HOOK_URL": "https://example.com/secret" };
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fileOf(commonName), fileOf(commonName), async (one, other) => {
        await rig.fresh();
        await rig.apply(stringify(one), { values, prune: true });
        const text = stringify(other);
        const refusal = await rig.apply(text, { values, prune: true }).catch((error: unknown) => error);
        if (refusal instanceof DomainError) {
          // Phase refuses to change a token's fixed fields, or to take a key from a rotating secret before its deletion.
          expect(["conflict", "key_exists"]).toContain(refusal.code);
          return;
        }
        made += 1;
        expect(await rig.left(text, { values, prune: true })).toEqual([]);
      }),
      { numRuns: RUNS, seed: 20_261_128, endOnFailure: true },
    );
    expect(made).toBeGreaterThan(RUNS / 4);
  },
  30_000 + RUNS * 10_000,
);

it("quotes names and projects that could control a terminal or begin another line", async () => {
  const { ctx, organisation } = await rig.fresh();
  await rig.harness.db.app.create({
    data: { organisationId: organisation.id, name: "a\nversion: 2 \u202e\u001b[2J" },
  });
  const text = await whole(ctx);
  expect(text).toContain('"a\\nversion: 2 \\u202e\\e[2J":');
  const version: File["version"] = 1;
  expect(text).toContain(`version: ${version}\n`);
});
