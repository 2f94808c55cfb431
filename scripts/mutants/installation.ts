/** Guards of what starts an installation: its database, and the migrations of that. */
import type { Mutant } from "./mutant";

export const INSTALLATION: Mutant[] = [
  {
    name: "migrations-without-lock",
    suites: ["prisma/migrate.test.ts"],
    changes: [
      {
        file: "prisma/migrate.ts",
        find: "SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})",
        put: "SELECT 1",
      },
    ],
  },
  {
    name: "old-pid-file-believed",
    suites: ["prisma/embedded.test.ts"],
    changes: [
      { file: "prisma/postmaster.ts", find: "  await retirePidFile(dir);\n", put: "" },
      { file: "prisma/postmaster.ts", find: "found?.pid === child.pid && ", put: "" },
    ],
  },
  {
    name: "failed-start-leaves-server",
    suites: ["prisma/embedded.test.ts"],
    changes: [
      {
        file: "prisma/embedded.ts",
        find: "if (!(await users.areLeft())) await stopPostmaster(cluster);\n      throw error;",
        put: "throw error;",
      },
    ],
  },
];
