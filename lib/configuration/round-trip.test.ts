/** Random configurations: what is exported changes nothing where it comes from, and makes the same elsewhere. */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import type * as z from "zod";
import type { configurationSchema } from "@/lib/api/configuration";
import { SCOPES } from "@/lib/access/scopes";
import { nameSchema } from "@/lib/api/common";
import { NOTIFICATION_TYPES } from "@/lib/lists/notification-types";
import type { EngineCtx } from "@/lib/rotation/services";
import { startConfigurationRig } from "@/proof/harness/configuration";
import { exportConfiguration } from "./write-file";

/** PHASE_FUZZ_RUNS plays more. */
const RUNS = Number(process.env["PHASE_FUZZ_RUNS"] ?? 12);

let rig: Awaited<ReturnType<typeof startConfigurationRig>>;
beforeAll(async () => {
  rig = await startConfigurationRig();
});
afterAll(() => rig.stop());

type File = z.input<typeof configurationSchema>;

const name = fc
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
const names = (most: number) => fc.uniqueArray(name, { maxLength: most });
const pick = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });
const maybe = <Field extends string, Value>(field: Field, value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [field]: found }));

const rotatingSecret = (credential: string, nth: number) =>
  fc
    .tuple(
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
    .map(([description, paused, keyLifetime, rotationInterval, revocationDelay, outputs]) => ({
      ...{ ...description, ...paused, ...keyLifetime, rotationInterval, revocationDelay },
      ...{
        thirdPartyCredential: credential,
        project: "Production",
        outputs: { api_key: `KEY_${nth}`, ...outputs },
      },
    }));

const secretsOf = (credential: string) =>
  names(2).chain((chosen) =>
    fc
      .tuple(...chosen.map((_, nth) => rotatingSecret(credential, nth)))
      .map((secrets) => new Map(chosen.map((own, nth) => [own, secrets[nth]]))),
  );

type Apps = Map<string, { environments: Map<string, unknown> }>;
const apps = (credential: string): fc.Arbitrary<Apps> =>
  names(3).chain((chosen) =>
    fc
      .array(
        names(3).chain((environments) =>
          fc
            .tuple(...environments.map(() => maybe("rotatingSecrets", secretsOf(credential))))
            .map((within) => ({
              environments: new Map(environments.map((own, nth) => [own, within[nth] ?? null])),
            })),
        ),
        { minLength: chosen.length, maxLength: chosen.length },
      )
      .map((of) => new Map(chosen.map((own, nth) => [own, of[nth] ?? { environments: new Map() }]))),
  );

const file = name.chain((credential) =>
  apps(credential).chain((chosen) => {
    const paths = [...chosen].flatMap(([app, { environments }]) =>
      [...environments.keys()].map((environment) => `${app}/${environment}`),
    );
    const places = paths.length === 0 ? fc.constant({}) : maybe("environments", pick(paths));
    const token = fc
      .tuple(
        pick(SCOPES),
        places,
        maybe("keys", pick(["OPENAI_API_KEY", "STRIPE_*", "all"])),
        maybe("expiresAt", fc.constantFrom("never", "2090-01-01T00:00:00Z")),
      )
      .map(([scopes, ...rest]) => Object.assign({ scopes }, ...rest) as object);
    const webhook = fc
      .tuple(
        fc.constantFrom("https://example.com/a?b=c", { env: "HOOK_URL" }),
        maybe("format", fc.constantFrom("standard", "slack")),
        maybe("types", pick(NOTIFICATION_TYPES)),
        maybe("enabled", fc.boolean()),
      )
      .map(([url, ...rest]) => Object.assign({ url }, ...rest) as object);
    const section = (item: fc.Arbitrary<object>) =>
      fc.array(fc.tuple(name, item), { maxLength: 2 }).map((entries) => new Map(entries));
    return fc.record({
      version: fc.constant(1),
      thirdPartyCredentials: fc.constant(new Map([[credential, { adminApiKey: { env: "ADMIN_KEY" } }]])),
      apps: fc.constant(chosen),
      serviceTokens: section(token),
      webhooks: section(webhook),
    });
  }),
);

const whole = (ctx: EngineCtx) => exportConfiguration(ctx, "https://phase.example.com/schema");
/** The only time that a file leaves to Phase: 90 days from now. */
const timeless = (text: string) => text.replaceAll(/expiresAt: .*/g, "");

it(
  "finds nothing to change in what it exports, and makes the same of it elsewhere",
  async () => {
    const hook = { "env:HOOK_URL": "https://example.com/secret" };
    const values = { "env:ADMIN_KEY": rig.harness.adminKey, ...hook };
    await fc.assert(
      fc.asyncProperty(file, async (random) => {
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

it("writes names and projects that could steer a terminal or begin another line as one text", async () => {
  const { ctx, organisation } = await rig.fresh();
  await rig.harness.db.app.create({
    data: { organisationId: organisation.id, name: "a\nversion: 2 \u202e\u001b[2J" },
  });
  const text = await whole(ctx);
  expect(text).toContain('"a\\nversion: 2 \\u202e\\e[2J":');
  const version: File["version"] = 1;
  expect(text).toContain(`version: ${version}\n`);
});
