/** Guards of what comes in: who made a browser send it, what it holds, and what it may do. */
import type { Mutant } from "./mutant";

export const REQUESTS: Mutant[] = [
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
        find: 'return input.includes("\\0") || !input.isWellFormed() ? path.join(".") : null;',
        put: "return null;",
      },
    ],
  },
];
