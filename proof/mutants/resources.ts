/** Guards of what has an address of its own: found by whom it should, named once, edited as it may be. */
import type { Mutant } from "./mutant";

export const RESOURCES: Mutant[] = [
  {
    name: "sees-every-app",
    suites: ["lib/members/members.test.ts"],
    changes: [
      {
        file: "lib/apps/seen-apps.ts",
        find: "...(isLimited(actor) ? { environments: { some: seen } } : {}),",
        put: "...(isLimited(actor) ? {} : {}),",
      },
    ],
  },
  {
    name: "a-revoked-token-is-shown",
    suites: ["lib/tokens/tokens.test.ts"],
    changes: [
      {
        file: "lib/tokens/get-token.ts",
        find: "organisationId, revokedAt: null",
        put: "organisationId",
      },
    ],
  },
  {
    name: "made-and-not-found",
    suites: ["proof/access-matrix/location.test.ts"],
    changes: [
      {
        file: "app/api/v1/service-tokens/route.ts",
        find: "    location: ({ id }) => `/service-tokens/${id}`,\n",
        put: "",
      },
    ],
  },
  {
    name: "numbered-beyond-the-limit",
    suites: ["installation/migrations/unique-names.test.ts"],
    changes: [
      {
        file: "prisma/migrations/20261128053212_unique_names/migration.sql",
        find: "WHERE units <= 90",
        put: "WHERE units <= 100",
      },
    ],
  },
  {
    name: "a-name-taken-meanwhile-is-a-key",
    suites: ["lib/rotation/commands/edit-targets.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/checks.ts",
        find: 'if (error instanceof DomainError && error.code === "key_exists") await checkNameFree(ctx, wanted);',
        put: "void wanted;",
      },
    ],
  },
  {
    name: "a-taken-name-asks-the-provider",
    suites: ["lib/rotation/commands/edit-targets.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/checks.ts",
        find: "if (named === null || named.id === own) return;",
        put: "if (named !== null || named === null) return;",
      },
    ],
  },
  {
    name: "a-token-outlives-its-maker",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/update-token.ts",
        find: "const bounds = held.filter((other) => other.id === asking || before.keptAt === null);",
        put: "const bounds = held.filter((other) => other.id === asking);",
      },
    ],
  },
  {
    name: "a-token-lengthens-itself",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/update-token.ts",
        find: "...(asking === id ? [before.expiresAt] : [])",
        put: "...(asking === id ? [] : [])",
      },
    ],
  },
  {
    name: "an-owners-token-lives-on",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/update-token.ts",
        find: 'if (person === null || person.role === "owner")',
        put: "if (person === null)",
      },
    ],
  },
  {
    name: "an-unbounded-token-lives-on",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/update-token.ts",
        find: 'if (person === null || person.role === "owner")',
        put: 'if (person?.role === "owner")',
      },
    ],
  },
  {
    name: "an-expired-token-wakes",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/update-token.ts",
        find: "if (expiresAt <= now) throw",
        put: "if (expiresAt <= new Date(-1)) throw",
      },
    ],
  },
  {
    name: "what-a-token-made-outlives-it",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/update-token.ts",
        find: "if (expiresAt !== undefined && expiresAt !== null) await",
        put: "if (expiresAt === undefined && expiresAt !== null) await",
      },
    ],
  },
  {
    name: "a-token-made-by-what-was-shortened",
    suites: ["lib/tokens/update-token.test.ts"],
    changes: [
      {
        file: "lib/tokens/insert-token.ts",
        find: "expiresAt: earlier(input.expiresAt, end),",
        put: "expiresAt: earlier(input.expiresAt, null ?? (end && null)),",
      },
    ],
  },
  {
    name: "lists-every-environments-keys",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/list-rotating-secrets.ts",
        find: "AND ${isSeenRotatingSecret(actor, Prisma.sql`rotating_secret`)}",
        put: "AND ${(isSeenRotatingSecret(actor, Prisma.sql`rotating_secret`), Prisma.sql`true`)}",
      },
    ],
  },
  {
    name: "lists-every-organisations-keys",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/list-rotating-secrets.ts",
        find: "const isTheirs = Prisma.sql`organisation_id = ${actor.organisationId}::uuid`;",
        put: "const isTheirs = Prisma.sql`${actor.organisationId}::uuid IS NOT NULL`;",
      },
    ],
  },
  {
    name: "a-name-finds-everything",
    suites: ["app/api/v1/named-lists.test.ts"],
    changes: [
      {
        file: "lib/requests/page.ts",
        find: "...(name === undefined ? {} : { name }),",
        put: "...(name === undefined ? {} : {}),",
      },
    ],
  },
  {
    name: "fields-of-any-type",
    suites: ["app/api/v1/openapi.json/generated-client.test.ts"],
    changes: [
      { file: "lib/http/components.ts", find: "=== REFUSED ? undefined", put: "=== REFUSED ? value" },
    ],
  },
  {
    name: "any-of-the-labels",
    suites: ["app/api/v1/labels.test.ts"],
    changes: [
      { file: "lib/requests/page.ts", find: "{ hasEvery: label }", put: "{ hasSome: label } as never" },
    ],
  },
  {
    name: "any-of-a-rotating-secrets-labels",
    suites: ["app/api/v1/labels.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/list-rotating-secrets.ts",
        find: "labels @> ${label}::text[]",
        put: "labels && ${label}::text[]",
      },
    ],
  },
  {
    name: "labels-lose-updates",
    suites: ["app/api/v1/labels.test.ts"],
    changes: [
      {
        file: "lib/requests/tags.ts",
        find: "isStored(labels) ? labels : storedLabels(labels)",
        put: "isStored(labels) ? labels.slice(0, 0) : storedLabels({})",
      },
    ],
  },
  {
    name: "no-access-is-told-from-not-there",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/access/permissions.ts",
        find: "if (environmentId != null && !sees(actor, environmentId)) throw",
        put: "if (environmentId != null && isGranted(actor, action, environmentId) && !sees(actor, environmentId)) throw",
      },
    ],
  },
  {
    name: "read-only-fields-are-dropped",
    suites: ["proof/access-matrix/if-match.test.ts"],
    changes: [
      {
        file: "lib/requests/read-only.ts",
        find: "return isDeepStrictEqual(value, known) ? [] : [[name, value]];",
        put: "return isDeepStrictEqual(known, known) ? [] : [[name, value]];",
      },
    ],
  },
  {
    name: "a-preview-edits",
    suites: ["lib/rotation/commands/update-rotating-secret.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/update-rotating-secret.ts",
        find: "const shown = await getRotatingSecret(ctx, input);",
        put: "await edit(ctx, input);\n    const shown = await getRotatingSecret(ctx, input);",
      },
    ],
  },
  {
    name: "keys-go-with-their-environment",
    suites: ["lib/apps/delete.test.ts"],
    changes: [
      {
        file: "lib/apps/remove-environments.ts",
        find: "if (count === 0) return;",
        put: "if (count >= 0) return;",
      },
    ],
  },
  {
    name: "a-new-rotating-secret-loses-its-environment",
    suites: ["lib/apps/delete.test.ts"],
    changes: [
      {
        file: "lib/apps/remove-environments.ts",
        find: "ORDER BY id FOR UPDATE`",
        put: "ORDER BY id`",
      },
    ],
  },
  {
    name: "a-token-of-a-deleted-environment-is-for-all",
    suites: ["lib/apps/delete.test.ts"],
    changes: [
      {
        file: "lib/apps/remove-environments.ts",
        find: "UPDATE service_token SET environment_ids = array_remove(environment_ids, ${id}::uuid)\n       WHERE ${id}::uuid = ANY(environment_ids) AND cardinality(environment_ids) > 1`",
        put: "UPDATE service_token SET environment_ids = array_remove(environment_ids, ${id}::uuid)\n       WHERE ${id}::uuid = ANY(environment_ids)`",
      },
    ],
  },
  {
    name: "an-admin-key-of-a-deleted-environment-is-for-all",
    suites: ["lib/apps/delete.test.ts"],
    changes: [
      {
        file: "lib/apps/remove-environments.ts",
        find: "UPDATE third_party_credential SET environment_ids = array_remove(environment_ids, ${id}::uuid)\n       WHERE ${id}::uuid = ANY(environment_ids) AND cardinality(environment_ids) > 1`",
        put: "UPDATE third_party_credential SET environment_ids = array_remove(environment_ids, ${id}::uuid)\n       WHERE ${id}::uuid = ANY(environment_ids)`",
      },
    ],
  },
];
