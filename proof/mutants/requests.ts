/** Guards of what comes in: who made a browser send it, what it holds, and what it may do. */
import type { Mutant } from "./mutant";

export const REQUESTS: Mutant[] = [
  {
    name: "other-protocols",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: "server.shouldUpgradeCallback = () => false;",
        put: "server.shouldUpgradeCallback ??= () => false;",
      },
    ],
  },
  {
    name: "a-dead-token-has-values-read",
    suites: ["lib/tokens/tokens.test.ts"],
    changes: [
      {
        file: "lib/tokens/find-token-actor.ts",
        find: "CASE WHEN token.revoked_at IS NULL AND coalesce(token.expires_at > now(), true)\n                 AND (",
        put: "CASE WHEN true OR (",
      },
    ],
  },
  {
    name: "a-link-for-who-becomes-an-owner",
    suites: ["lib/members/members.test.ts"],
    changes: [
      {
        file: "lib/members/find-member.ts",
        find: "organisationId}::uuid FOR UPDATE`;",
        put: "organisationId}::uuid`;",
      },
    ],
  },
  {
    name: "next-auth-is-told-where-to-go",
    suites: ["lib/auth/as-used.test.ts"],
    changes: [
      {
        file: "lib/auth/as-used.ts",
        find: "Object.fromEntries(FIELDS.map((field) => [field, given[field]]))",
        put: "given",
      },
    ],
  },
  {
    name: "edits-of-secrets-are-lost",
    suites: ["proof/access-matrix/if-match.test.ts"],
    changes: [
      { file: "lib/secrets/find-secret.ts", find: "  requireMatch(ctx, secretTag(row));\n", put: "" },
    ],
  },
  {
    name: "more-than-a-host",
    suites: ["lib/http/known-host.test.ts"],
    changes: [{ file: "lib/http/known-host.ts", find: "|| !HOST.test(host) ?", put: "?" }],
  },
  {
    name: "more-than-an-origin",
    suites: ["lib/http/same-origin.test.ts"],
    changes: [
      {
        file: "lib/http/same-origin.ts",
        find: "if (origin.toLowerCase() !== normalised) return false;",
        put: "",
      },
    ],
  },
  {
    name: "ipv4-by-another-spelling",
    suites: ["lib/formats/ip-address.test.ts"],
    changes: [
      {
        file: "lib/formats/ip-address.ts",
        find: "return ipv4MappedTo(address) ?? address.toLowerCase();",
        put: 'return address.toLowerCase().replace(/^::ffff:(?=[\\d.]+$)/, "");',
      },
    ],
  },
  {
    name: "plain-http-is-the-console",
    suites: ["lib/http/same-origin.test.ts"],
    changes: [
      {
        file: "lib/http/same-origin.ts",
        find: 'configuredUrl.protocol === "https:" && hostname === configuredUrl.hostname',
        put: "false && hostname === configuredUrl.hostname",
      },
    ],
  },
  {
    name: "any-page-speaks-for-a-member",
    suites: ["proof/access-matrix/forged.test.ts"],
    changes: [
      {
        file: "lib/http/same-origin.ts",
        find: "if (!isOurs(origin, request, configuredUrl)) throw refusal(origin, site, configuredUrl);\n}\n\n/** For",
        put: "void isOurs(origin, request, configuredUrl);\n}\n\n/** For",
      },
    ],
  },
  {
    name: "reading-writes",
    suites: ["proof/access-matrix/forged.test.ts"],
    changes: [
      {
        file: "lib/apps/list-apps.ts",
        find: 'authorise(ctx.actor, "read");',
        put: 'authorise(ctx.actor, "read");\n  await ctx.db.app.updateMany({ data: { name: "read" } });',
      },
    ],
  },
  {
    name: "odd-text-reaches-the-database",
    suites: ["proof/access-matrix/fuzz.test.ts"],
    changes: [
      {
        file: "lib/requests/read-input.ts",
        find: 'value.includes("\\0") || !value.isWellFormed() ? path.join(".") : null;',
        put: "null;",
      },
    ],
  },
  {
    name: "an-address-names-another-host",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: 'if (request.url.startsWith("/")) return;',
        put: 'if (request.url !== "*") return;',
      },
    ],
  },
  {
    name: "no-address-at-all",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: 'if (request.url.startsWith("/")) return;',
        put: 'if (request.url.startsWith("/") || request.url === "*") return;',
      },
    ],
  },
  {
    name: "names-that-show-nothing",
    suites: ["lib/api/name.test.ts"],
    changes: [
      {
        file: "lib/api/common.ts",
        find: "\\p{Zp}\\u2800]|(?![\\uFE00-\\uFE0F])\\p{Default_Ignorable_Code_Point}/u",
        put: "\\p{Zp}]/u",
      },
    ],
  },
  {
    name: "a-cloud-by-translation",
    suites: ["lib/notifications/cloud-address.test.ts"],
    changes: [
      {
        file: "lib/notifications/cloud-address.ts",
        find: 'return within !== null && CLOUD.check(within, "ipv4");',
        put: "return within !== null && false;",
      },
    ],
  },
  {
    name: "jobs-with-more-than-ids",
    suites: ["lib/queue/queue.test.ts"],
    changes: [
      {
        file: "lib/queue/queue.ts",
        find: "z.strictObject({ credentialId: z.uuid() }),",
        put: "z.looseObject({ credentialId: z.uuid() }),",
      },
    ],
  },
  {
    name: "answers-without-an-end",
    suites: ["lib/providers/openai/client.test.ts"],
    changes: [
      {
        file: "lib/providers/openai/client.ts",
        find: "if (bytes > LARGEST_ANSWER_BYTES)",
        put: "if (bytes > LARGEST_ANSWER_BYTES && false)",
      },
    ],
  },
  {
    name: "admin-keys-follow-redirects",
    suites: ["lib/providers/openai/client.test.ts"],
    changes: [
      { file: "lib/providers/openai/client.ts", find: 'fetchOptions: { redirect: "error" },', put: "" },
    ],
  },
  {
    name: "ambient-organisation",
    suites: ["lib/providers/openai/client.test.ts"],
    changes: [{ file: "lib/providers/openai/client.ts", find: "    organization: null,\n", put: "" }],
  },
  {
    name: "one-nonce-for-all",
    suites: ["proof/security-page/policy.test.ts"],
    changes: [
      {
        file: "proxy.ts",
        find: 'Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64")',
        put: 'Buffer.from(new Uint8Array(16)).toString("base64")',
      },
    ],
  },
  {
    name: "scripts-read-the-session",
    suites: ["lib/auth/cookie-names.test.ts"],
    changes: [{ file: "lib/auth/cookie-names.ts", find: "httpOnly: true,", put: "httpOnly: false," }],
  },
  {
    name: "a-promise-that-no-test-holds",
    suites: ["proof/security-page/security-page.test.ts"],
    changes: [
      {
        file: "docs/security.md",
        find: "GET requests change nothing.",
        put: "GET changes nothing. Nothing ever fails.",
      },
    ],
  },
  {
    name: "npm-settings-are-secrets",
    suites: ["lib/api/env-key.test.ts"],
    changes: [
      { file: "lib/formats/variable-name.ts", find: '  "NPM_CONFIG_",\n  "GIT_CONFIG_",\n', put: "" },
    ],
  },
  {
    name: "any-method-for-a-file",
    suites: ["app/api/v1/openapi.json/routes.test.ts"],
    changes: [
      {
        file: "lib/http/addresses.ts",
        find: "if (!ROUTES.test(pathname)) return",
        put: 'if (pathname === "/_next/static/") return',
      },
    ],
  },
  {
    name: "a-page-takes-what-it-is-sent",
    suites: ["app/api/v1/openapi.json/routes.test.ts"],
    changes: [
      {
        file: "lib/http/addresses.ts",
        find: "if (!ROUTES.test(pathname)) return",
        put: 'if (pathname.startsWith("/_next/static/")) return',
      },
    ],
  },
  {
    name: "server-chooses-what-runs",
    suites: ["cli/run.test.ts"],
    changes: [
      {
        file: "cli/commands/run.ts",
        find: "if (unsafe.length === 0) return",
        put: "if (unsafe.length >= 0) return",
      },
    ],
  },
  {
    name: "names-that-shells-run",
    suites: ["lib/formats/write-values.test.ts"],
    changes: [{ file: "lib/formats/write-values.ts", find: "unsafe(key) ?? ", put: "" }],
  },
  {
    name: "answers-after-demotion",
    suites: ["lib/http/idempotency.test.ts"],
    changes: [{ file: "lib/http/idempotency.ts", find: "body, rightsOf(actor)]", put: "body]" }],
  },
];
