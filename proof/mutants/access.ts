/** Guards of who gets in, and how far. */
import type { Mutant } from "./mutant";

const TOKENS = ["lib/tokens/tokens.test.ts"];

export const ACCESS: Mutant[] = [
  {
    name: "tokens-outlive-their-person",
    suites: TOKENS,
    changes: [{ file: "lib/tokens/find-token-actor.ts", find: "if (role === null) return null;", put: "" }],
  },
  {
    name: "tokens-outlive-a-removal",
    suites: TOKENS,
    changes: [
      {
        file: "lib/tokens/end-tokens.ts",
        find: "SELECT made.id FROM service_token AS made JOIN fallen ON made.made_by_token_id = fallen.id\n       WHERE made.kept_at IS NULL",
        put: "SELECT made.id FROM service_token AS made JOIN fallen ON made.made_by_token_id = fallen.id\n       WHERE false",
      },
    ],
  },
  {
    name: "kept-tokens-fall",
    suites: TOKENS,
    changes: [
      {
        file: "lib/tokens/keep-token.ts",
        find: "UPDATE service_token SET answers_to_user_id = NULL FROM line",
        put: "UPDATE service_token SET answers_to_user_id = answers_to_user_id FROM line",
      },
    ],
  },
  {
    name: "tokens-make-longer-ones",
    suites: TOKENS,
    changes: [
      {
        file: "lib/tokens/expiry.ts",
        find: "if (limit !== null && (expiresAt === null || expiresAt > limit)) {",
        put: "if (limit !== null && expiresAt !== null && expiresAt > limit) {",
      },
    ],
  },
  {
    name: "tokens-wider-than-their-person",
    suites: TOKENS,
    changes: [
      {
        file: "lib/access/permissions.ts",
        find: "return !isBounded && actor.scopes.some(",
        put: "void isBounded;\n  return actor.scopes.some(",
      },
    ],
  },
  {
    name: "members-of-an-ending-token",
    suites: TOKENS,
    changes: [
      {
        file: "lib/access/owners.ts",
        find: 'if (actor.kind === "user" || actor.expiresAt === null) return;',
        put: 'if (actor.kind === "user" || actor.kind === "token") return;',
      },
    ],
  },
  {
    name: "made-by-what-has-ended",
    suites: TOKENS,
    changes: [
      {
        file: "lib/tokens/insert-token.ts",
        find: "AND revoked_at IS NULL FOR SHARE",
        put: "FOR SHARE",
      },
    ],
  },
  {
    name: "sees-every-environment",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/access/reach.ts",
        find: 'filter(({ role }) => role === "none");',
        put: "filter(() => false);",
      },
    ],
  },
  {
    name: "role-of-everywhere-in-each",
    suites: ["proof/access-matrix/matrix.test.ts"],
    changes: [
      {
        file: "lib/access/permissions.ts",
        find: "const role = environmentId === undefined ? person.role : roleIn(person, environmentId);",
        put: "const role = person.role;",
      },
    ],
  },
  {
    name: "shows-every-admin-key",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/third-party-credentials/list-third-party-credentials.ts",
        find: "const seen = await seenCredentials(db, actor);",
        put: "const seen = {};\n  void seenCredentials;",
      },
    ],
  },
  {
    name: "admin-keys-without-limits",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/access/admin-key-limits.ts",
        find: "return projectIds.length === 0 || projectIds.includes(id);",
        put: "return projectIds.length >= 0 || projectIds.includes(id);",
      },
    ],
  },
  {
    name: "limits-over-what-is-used",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/access/admin-key-limits.ts",
        find: "if (outside.length === 0) return;",
        put: "if (outside.length >= 0) return;",
      },
    ],
  },
  {
    name: "addresses-in-events",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/list-events.ts",
        find: 'const mayKnow = may(ctx.actor, "members:read");',
        put: 'const mayKnow = may(ctx.actor, "members:read") || true;',
      },
    ],
  },
  {
    name: "renewed-by-a-quiet-page",
    suites: ["lib/http/request-actor.test.ts"],
    changes: [
      {
        file: "lib/http/request-actor.ts",
        find: "!isFollowUp && !request.headers.has(BACKGROUND_HEADER)",
        put: "!isFollowUp",
      },
    ],
  },
  {
    name: "first-of-two-cookies",
    suites: ["lib/http/request-actor.test.ts"],
    changes: [
      {
        file: "lib/auth/session-cookie.ts",
        find: "return others.length > 0 ? null : await",
        put: "return await",
      },
    ],
  },
  {
    name: "cookies-of-two-ports-collide",
    suites: ["lib/auth/cookie-names.test.ts"],
    changes: [
      {
        file: "lib/auth/cookie-names.ts",
        find: 'if (nextAuthUrl.port === "") return',
        put: 'if (nextAuthUrl.port !== "none") return',
      },
    ],
  },
  {
    name: "old-session-stays",
    suites: ["lib/auth/sign-in.test.ts"],
    changes: [
      {
        file: "lib/auth/sign-in.ts",
        find: 'where: { tokenHash: sessionTokenHash(input.replaces ?? ""), endedAt: null },',
        put: 'where: { tokenHash: "none", endedAt: null },',
      },
    ],
  },
  {
    name: "setup-code-for-ever",
    suites: ["lib/first-run/first-run.test.ts"],
    changes: [
      {
        file: "lib/first-run/setup-code.ts",
        find: "`setup code of ${instanceId} ${setupNonce}`",
        put: "`setup code of ${instanceId} ${setupNonce.length}`",
      },
    ],
  },
  {
    name: "refused-guesses-count",
    suites: ["lib/auth/sign-in.test.ts"],
    changes: [
      {
        file: "lib/auth/guesses.ts",
        find: "WHERE had.open_at <= clock_timestamp()\n    RETURNING 1",
        put: "RETURNING 1",
      },
    ],
  },
  {
    name: "known-browsers-wait-with-all",
    suites: ["lib/auth/sign-in.test.ts"],
    changes: [{ file: "lib/auth/sign-in.ts", find: "if (device !== null) return", put: "if (false) return" }],
  },
  {
    name: "devices-of-every-account",
    suites: ["lib/auth/sign-in.test.ts"],
    changes: [
      { file: "lib/auth/device-cookie.ts", find: "`device ${id} of ${account}`", put: "`device ${id}`" },
    ],
  },
  {
    name: "each-ipv6-address-alone",
    suites: ["lib/formats/ip-address.test.ts"],
    changes: [
      {
        file: "lib/formats/ip-address.ts",
        find: "if (isIP(ip) !== 6) return ip;",
        put: "if (isIP(ip) !== 9) return ip;",
      },
    ],
  },
  {
    name: "admin-keys-by-their-id",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/checks.ts",
        find: "deletedAt: null, ...seen }",
        put: "deletedAt: null, ...(void seen, {}) }",
      },
    ],
  },
  {
    name: "limits-around-a-use",
    suites: ["lib/third-party-credentials/delete-third-party-credential.test.ts"],
    changes: [
      {
        file: "lib/third-party-credentials/update-third-party-credential.ts",
        find: "WHERE id = ${id}::uuid FOR UPDATE`",
        put: "WHERE id = ${id}::uuid FOR NO KEY UPDATE`",
      },
    ],
  },
  {
    name: "uses-around-a-limit",
    suites: ["lib/third-party-credentials/delete-third-party-credential.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/checks.ts",
        find: "if (!isOpenProject(limits, use.projectId)) throw closedToProject();",
        put: "",
      },
    ],
  },
  {
    name: "texts-without-an-end",
    suites: ["app/api/v1/openapi.json/bounds.test.ts"],
    changes: [{ file: "lib/api/service-tokens.ts", find: '.max(500, "At most 500 environments.")', put: "" }],
  },
  {
    name: "token-ends-by-own-clock",
    suites: ["proof/access-matrix/wrong-clock.test.ts"],
    changes: [
      {
        file: "lib/tokens/find-token-actor.ts",
        find: "token.expiresAt <= token.now",
        put: "token.expiresAt <= new Date()",
      },
    ],
  },
  {
    name: "session-ends-by-own-clock",
    suites: ["proof/access-matrix/wrong-clock.test.ts"],
    changes: [
      {
        file: "lib/auth/session.ts",
        find: "session.expires_at > now()",
        put: "session.expires_at > ${new Date()}",
      },
    ],
  },
];
