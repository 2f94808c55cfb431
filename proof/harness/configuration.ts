/** Applies files to organisations of their own, on a real database and the simulator. */
import type { Plan } from "@/lib/api/configuration";
import { applyConfiguration, previewConfiguration } from "@/lib/configuration/apply";
import type { EngineCtx } from "@/lib/rotation/services";
import { type Harness, startHarness } from "./harness";
import { testOrganisation, type TestOrganisation } from "./organisation";

export type ApplyInput = Partial<Parameters<typeof applyConfiguration>[1]>;
type Place = { organisation: TestOrganisation; ctx: EngineCtx };

export const line = ({ action, kind, name }: Plan["steps"][number]) => `${action} ${kind} ${name}`;
export const lines = ({ steps }: Plan) => steps.map(line);

export async function startConfigurationRig() {
  const harness: Harness = await startHarness();
  let current: Place | undefined;
  const owner = () => {
    if (current === undefined) throw new Error("Ask for an organisation first.");
    return current.ctx;
  };
  const whole = (file: string, input: ApplyInput = {}) => ({
    file,
    values: { "env:ADMIN_KEY": harness.adminKey },
    prune: false,
    replaceKeys: false,
    ...input,
  });
  const preview = (file: string, input?: ApplyInput, by = owner()) =>
    previewConfiguration(by, whole(file, input));
  /** Sends one request. */
  const send = (file: string, input?: ApplyInput, by = owner(), actorNow = () => Promise.resolve(by.actor)) =>
    applyConfiguration(by, whole(file, input), actorNow);

  return {
    harness,
    preview,
    send,
    /** Creates an empty organisation. Its owner makes all later calls. */
    async fresh(): Promise<Place> {
      const organisation = await testOrganisation(harness.ctx);
      current = { organisation, ctx: await organisation.person("owner") };
      return current;
    },
    /** Sends requests until nothing is left, as the command line does. */
    async apply(file: string, input?: ApplyInput, by = owner()): Promise<Plan["applied"]> {
      const applied: Plan["applied"] = [];
      for (;;) {
        const answer = await send(file, input, by);
        applied.push(...answer.applied);
        if (answer.steps.length === 0) return applied;
      }
    },
    left: async (file: string, input?: ApplyInput) => lines(await preview(file, input)),
    stop: () => harness.stop(),
  };
}

/** The fields of a rotating secret besides its outputs. */
export const ROTATING = `
            thirdPartyCredential: OpenAI
            project: Production
            rotationInterval: 30d
            revocationDelay: 10d`;
/** A file with an item of every kind, for an organisation that has an app named Shop. */
export const FILE = `
version: 1
thirdPartyCredentials:
  OpenAI:
    adminApiKey: {env: ADMIN_KEY}
    environments: [Web/Production]
apps:
  Web:
    environments:
      Test:
      Production:
        rotatingSecrets:
          Chat:
            outputs: {api_key: OPENAI_API_KEY}${ROTATING}
          Batch:
            outputs: {api_key: BATCH_KEY, key_id: BATCH_KEY_ID}
            paused: true${ROTATING}
  Shop:
    environments: {Production: , Staging: , Development: }
serviceTokens:
  ci: {scopes: [secrets:read], environments: [Web/Production]}
webhooks:
  Pager: {url: "https://example.com/hook?token=t0p", types: [rotating_secret.failed], enabled: false}
`;
