/** Breaks what tells OpenAI's words from anyone else's, and what becomes of a new key. */
import type { Mutant } from "./mutant";

const ENGINE = "lib/rotation/engine";
const OPENAI = "lib/providers/openai";

export const PROVIDER: Mutant[] = [
  {
    name: "any-body-decides",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/client.ts`,
        find: "isOpenAis ? body : { error: NOT_OPENAIS }",
        put: "isOpenAis ? body : { error: body }",
      },
    ],
  },
  {
    name: "any-string-decides",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/refusals.ts`,
        find: "return refused.isBare && meaningByWords(refused) === null ? null : refused;",
        put: "return refused;",
      },
    ],
  },
  {
    name: "proxy-page-proves-nothing-sent",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/describe-failure.ts`,
        find: 'return ["provider_unavailable", message, UNKNOWN];',
        put: 'return ["provider_unavailable", message, NOTHING];',
      },
    ],
  },
  {
    name: "unsent-counts-as-sent",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/sending.ts`,
        find: "if (sending.isCreated && !sending.isSent)",
        put: "if (!sending.isCreated)",
      },
    ],
  },
  {
    name: "sent-counts-as-unsent",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/sending.ts`,
        find: "if (sending.isCreated && !sending.isSent)",
        put: "if (sending.isCreated)",
      },
    ],
  },
  {
    name: "any-404-is-a-missing-account",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/refusals.ts`,
        find: 'return refused?.status === 404 && meaningOf(refused).code === "project_not_found";',
        put: "return refused?.status === 404;",
      },
    ],
  },
  {
    name: "any-401-is-a-wrong-key",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/refusals.ts`,
        find: 'return code === "invalid_api_key" || /incorrect api key provided/i.test(text);',
        put: 'return code !== "unlikely" || text !== "";',
      },
    ],
  },
  {
    name: "one-404-pauses",
    suites: ["lib/rotation/core/health.test.ts"],
    changes: [
      {
        file: "lib/lists/failure-codes.ts",
        find: '    confirmedTwice: true,\n    status: 422,\n    title: "Project not found"',
        put: '    status: 422,\n    title: "Project not found"',
      },
    ],
  },
  {
    name: "every-key-tried-at-one-host",
    suites: [`${ENGINE}/new-key.test.ts`],
    changes: [
      {
        file: `${OPENAI}/client.ts`,
        find: "const baseUrl = baseUrlFor(settings, residency);",
        put: "const baseUrl = baseUrlFor(settings, residency === null ? residency : null);",
      },
    ],
  },
  {
    name: "residency-not-asked-for",
    suites: [`${ENGINE}/new-key.test.ts`],
    changes: [
      {
        file: `${ENGINE}/verify.ts`,
        find: "if (credential.projectResidency !== null) return credential.projectResidency;",
        put: "if (credential.projectResidency !== undefined) return credential.projectResidency;",
      },
    ],
  },
  {
    name: "key-tried-for-seconds",
    suites: [`${ENGINE}/new-key.test.ts`],
    changes: [
      {
        file: `${ENGINE}/verify.ts`,
        find: "const WAITS_SECONDS = [1, 2, 4, 8, 15, 30, 30] as const;",
        put: "const WAITS_SECONDS = [1, 2, 4, 8] as const;",
      },
    ],
  },
  {
    name: "unclear-without-a-reason",
    suites: [`${ENGINE}/new-key.test.ts`],
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "{ warning: `${NOT_TOLD} ${verdict.reason}` }",
        put: "{ warning: NOT_TOLD }",
      },
    ],
  },
  {
    name: "login-page-accepts-the-key",
    suites: [`${ENGINE}/new-key.test.ts`],
    changes: [
      {
        file: `${OPENAI}/provider.ts`,
        find: 'parsed(modelListSchema, answer, "models");',
        put: "void answer;",
      },
    ],
  },
  {
    name: "region-is-any-text",
    suites: [`${OPENAI}/regions.test.ts`],
    changes: [
      {
        file: "lib/providers/residency.ts",
        find: "^([A-Z]{2})(?:_|$)",
        put: "^(.+?)(?:_|$)",
      },
    ],
  },
  {
    name: "proxy-asked-for-the-name",
    suites: ["lib/notifications/through-proxy.test.ts"],
    changes: [
      {
        file: "lib/notifications/post.ts",
        find: "const address = isIP(host) !== 0 ? host : await targetOf(host, lookup, allowPrivate);",
        put: "const address = host;",
      },
    ],
  },
  {
    name: "tunnel-without-the-name-of-the-certificate",
    suites: ["lib/notifications/through-proxy.test.ts"],
    changes: [
      {
        file: "lib/notifications/through-proxy.ts",
        find: "tlsConnect({ socket, ...servername })",
        put: "tlsConnect({ socket, ...servername, checkServerIdentity: () => undefined })",
      },
    ],
  },
  {
    name: "own-machine-through-the-proxy",
    suites: ["lib/settings/proxies.test.ts"],
    changes: [
      { file: "lib/settings/proxies.ts", find: '["*"] : [...named, ...OWN];', put: '["*"] : [...named];' },
    ],
  },
  {
    name: "asterisk-among-names",
    suites: ["lib/settings/proxies.test.ts"],
    changes: [{ file: "lib/settings/proxies.ts", find: 'named.includes("*") ? ["*"] : [', put: "[" }],
  },
  {
    name: "gateways-object-decides",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      { file: `${OPENAI}/schemas.ts`, find: "isBare: type === undefined ||", put: "isBare: type === 0 ||" },
    ],
  },
  {
    name: "filters-policy-decides",
    suites: [`${OPENAI}/describe-failure.test.ts`],
    changes: [
      {
        file: `${OPENAI}/refusals.ts`,
        find: "if (refused.isBare || status === 401",
        put: "if (status === 401",
      },
    ],
  },
  {
    name: "clock-of-a-proxy",
    suites: [`${OPENAI}/provider.test.ts`],
    changes: [
      {
        file: `${OPENAI}/client.ts`,
        find: 'if (response.headers.get("content-type")?.includes("json") === true) onTime',
        put: "onTime",
      },
    ],
  },
  {
    name: "pages-without-end",
    suites: ["lib/providers/openai/describe-failure.test.ts"],
    changes: [{ file: "lib/providers/openai/schemas.ts", find: ".max(MOST_ITEMS)", put: "" }],
  },
  {
    name: "a-key-for-the-id-of-a-request",
    suites: ["lib/providers/openai/describe-failure.test.ts"],
    changes: [
      { file: "lib/providers/openai/describe-failure.ts", find: " && excerpt(text) === text", put: "" },
    ],
  },
  {
    name: "cloud-behind-a-proxy",
    suites: ["lib/notifications/through-proxy.test.ts"],
    changes: [
      {
        file: "lib/notifications/post.ts",
        find: "!allowPrivate || error instanceof PostError",
        put: "!allowPrivate",
      },
    ],
  },
  {
    name: "names-of-clouds",
    suites: ["lib/notifications/through-proxy.test.ts"],
    changes: [
      {
        file: "lib/notifications/post.ts",
        find: "if (isCloudName(host)) throw new PostError(CLOUD_TARGET);",
        put: "",
      },
    ],
  },
  {
    name: "projects-with-any-name",
    suites: ["lib/providers/openai/describe-failure.test.ts"],
    changes: [
      {
        file: "lib/providers/openai/provider.ts",
        find: "printable(name ?? id, LONGEST_NAME)",
        put: "name ?? id",
      },
    ],
  },
];
