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
];
