import type { Mutant } from "./mutant";

/** Logins of the command line in the browser. */
export const LOGINS: Mutant[] = [
  {
    name: "programs-approve-logins",
    suites: ["lib/tokens/cli-login.test.ts"],
    changes: [{ file: "lib/tokens/cli-login.ts", find: 'ctx.actor.kind !== "user"', put: "false" }],
  },
  {
    name: "logins-decided-twice",
    suites: ["lib/tokens/cli-login.test.ts"],
    changes: [
      { file: "lib/tokens/cli-login.ts", find: "where: { id, approved: null }", put: "where: { id }" },
    ],
  },
  {
    name: "codes-without-end",
    suites: ["lib/tokens/cli-login.test.ts"],
    changes: [
      {
        file: "lib/tokens/cli-login.ts",
        find: "if (row === null || row.expiresAt <= (await databaseNow(db))) throw noSuchCode();",
        put: "if (row === null) throw noSuchCode();",
      },
    ],
  },
  {
    name: "old-logins-stay",
    suites: ["lib/tokens/cli-login.test.ts"],
    changes: [
      {
        file: "lib/tokens/cli-login.ts",
        find: "expiresAt: { lt: createdAt }",
        put: "expiresAt: { lt: new Date(0) }",
      },
    ],
  },
];
