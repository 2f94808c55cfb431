/** Guards of what starts an installation: its database, and the migrations of that. */
import type { Mutant } from "./mutant";

export const INSTALLATION: Mutant[] = [
  {
    name: "migrations-without-lock",
    suites: ["installation/migrations/migrate.test.ts"],
    changes: [
      {
        file: "installation/migrations/migrate.ts",
        find: "SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})",
        put: "SELECT 1",
      },
    ],
  },
  {
    name: "old-pid-file-believed",
    suites: ["installation/postgres/embedded.test.ts"],
    changes: [
      { file: "installation/postgres/postmaster.ts", find: "  await retirePidFile(dir);\n", put: "" },
      { file: "installation/postgres/postmaster.ts", find: "found?.pid === child.pid && ", put: "" },
    ],
  },
  {
    name: "failed-start-leaves-server",
    suites: ["installation/postgres/embedded.test.ts"],
    changes: [
      {
        file: "installation/postgres/embedded.ts",
        find: "if (!(await users.areLeft())) await stopPostmaster(cluster);\n      throw error;",
        put: "throw error;",
      },
    ],
  },
];
