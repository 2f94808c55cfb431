/** Guards of what starts an installation: its database, and the migrations of that. */
import type { Mutant } from "./mutant";

export const INSTALLATION: Mutant[] = [
  {
    name: "scripts-run-at-a-start",
    suites: ["installation/install.test.ts"],
    changes: [
      {
        file: "installation/install.mjs",
        find: 'const options = ["--ignore-scripts", ',
        put: "const options = [",
      },
    ],
  },
  {
    name: "scripts-run-by-hand",
    suites: ["installation/install.test.ts"],
    changes: [{ file: ".npmrc", find: "ignore-scripts=true", put: "ignore-scripts=false" }],
  },
  {
    name: "libraries-without-links",
    suites: ["installation/install.test.ts"],
    changes: [
      {
        file: "installation/machine/complete-packages.mjs",
        find: "symlinkSync(relative(dirname(link), join(packaged, source)), link);",
        put: "relative(dirname(link), join(packaged, source));",
      },
    ],
  },
  {
    name: "faults-by-text",
    suites: ["scripts/test/dependencies.test.ts"],
    changes: [
      {
        file: "scripts/test/known-faults.ts",
        find: "minor === leastMinor ? patch < leastPatch : minor < leastMinor",
        put: "String(minor) < String(leastMinor) || patch < leastPatch",
      },
    ],
  },
  {
    name: "copy-counts-the-original's-programs",
    suites: ["installation/postgres/embedded.test.ts"],
    changes: [
      {
        file: "installation/machine/lock.mjs",
        find: "return was.folder === is.folder || was.file === is.file;",
        put: "return was.folder !== null || is.folder !== null;",
      },
    ],
  },
  {
    name: "ready-before-it-says-so",
    suites: ["installation/programs/program.test.ts"],
    changes: [
      {
        file: "installation/programs/program.ts",
        find: "if (reportsReady && hasEnded(child)) throw",
        put: "if (reportsReady && false) throw",
      },
    ],
  },
  {
    name: "secrets-stay-in-the-environment",
    suites: ["lib/settings/env.test.ts"],
    changes: [
      {
        file: "lib/settings/env.ts",
        find: "  for (const name of [...IN_FILES, ...IN_FILES.map((secret) => secret.toLowerCase())])\n",
        put: "  for (const name of [])\n",
      },
    ],
  },
  {
    name: "core-dumps",
    suites: ["installation/programs/program.test.ts"],
    changes: [{ file: "installation/programs/program.ts", find: "ulimit -c 0; exec", put: "exec" }],
  },
  {
    name: "bare-redirects",
    suites: ["installation/programs/security-headers.test.ts"],
    changes: [
      {
        file: "installation/programs/security-headers.mjs",
        find: "response.setHeader(name, value);",
        put: "void response;",
      },
    ],
  },
  {
    name: "built-of-other-sources",
    suites: ["installation/programs/production.test.ts"],
    changes: [{ file: "installation/built.mjs", find: "=== sourcesStamp(part, root)", put: '!== ""' }],
  },
  {
    name: "undefined-means-any",
    suites: ["lib/db.test.ts"],
    changes: [{ file: "lib/generated/prisma/internal/class.ts", find: '"strictUndefinedChecks"', put: "" }],
  },
  {
    name: "direction-is-turned",
    suites: ["lib/formats/printable.test.ts"],
    changes: [{ file: "lib/formats/printable.ts", find: "/\\p{C}/gu", put: "/\\p{Cc}/gu" }],
  },
  {
    name: "programs-name-themselves-unprintably",
    suites: ["lib/access/origin.test.ts"],
    changes: [
      {
        file: "lib/access/origin.ts",
        find: 'printable(headers.get("user-agent")?.trim() ?? "", MAX_USER_AGENT_LENGTH)',
        put: '(headers.get("user-agent")?.trim() ?? "").slice(0, MAX_USER_AGENT_LENGTH)',
      },
    ],
  },
  {
    name: "launcher-prints-as-told",
    suites: ["scripts/test/printed.test.ts"],
    changes: [
      { file: "lib/terminal.ts", find: "console.error(printableLines(text))", put: "console.error(text)" },
    ],
  },
  {
    name: "program-speaks-through",
    suites: ["scripts/test/printed.test.ts"],
    changes: [
      {
        file: "installation/programs/program.ts",
        find: "to.write(printableLines(text))",
        put: "to.write(text)",
      },
    ],
  },
  {
    name: "doctor-prints-as-read",
    suites: ["scripts/test/printed.test.ts"],
    changes: [
      {
        file: "cli/database/doctor.ts",
        find: 'printable(scrub(says).replaceAll("\\n", " "))',
        put: 'scrub(says).replaceAll("\\n", " ")',
      },
      { file: "cli/io.ts", find: "`${printableLines(text)}\\n`", put: "`${text}\\n`" },
    ],
  },
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
        find: 'if ((await users.left()) === "nobody") await stopPostmaster(cluster);\n      throw error;',
        put: "throw error;",
      },
    ],
  },
  {
    name: "programs-outlive-their-stop",
    suites: ["installation/programs/run-node.test.ts"],
    changes: [
      {
        file: "installation/programs/run-node.ts",
        find: "process.kill(-child.pid, signal)",
        put: "process.kill(child.pid, signal)",
      },
    ],
  },
  {
    name: "any-authority-is-fine",
    suites: ["lib/database/tls.test.ts"],
    changes: [
      {
        file: "lib/database/connect.ts",
        find: "rejectUnauthorized: verify,",
        put: "rejectUnauthorized: false,",
      },
    ],
  },
  {
    name: "private-authority-left-out",
    suites: ["lib/database/tls.test.ts"],
    changes: [
      {
        file: "lib/database/connect.ts",
        find: '...(ca === undefined ? {} : { ca: pemOf("sslrootcert", ca) }),',
        put: "",
      },
    ],
  },
  {
    name: "npms-proxy-blamed-on-npm",
    suites: ["installation/install.test.ts"],
    changes: [
      { file: "installation/machine/npm-trouble.mjs", find: 'code === "E407" || ', put: "false && " },
    ],
  },
  {
    name: "full-disk-read-as-a-crash",
    suites: ["installation/machine/disk.test.ts"],
    changes: [
      {
        file: "installation/machine/disk.mjs",
        find: 'if (code === DISK_FULL) return "ENOSPC";',
        put: "",
      },
    ],
  },
  {
    name: "old-servers-accepted",
    suites: ["lib/database/check.test.ts"],
    changes: [{ file: "lib/database/check.ts", find: "const OLDEST = 14;", put: "const OLDEST = 9;" }],
  },
  {
    name: "unread-output-unnoticed",
    suites: ["installation/programs/supervise.test.ts"],
    changes: [
      {
        file: "installation/programs/interruption.ts",
        find: 'stream.on("error", () => asked.abort())',
        put: 'stream.on("error", () => {})',
      },
    ],
  },
  {
    name: "killed-user-leaves-server",
    suites: ["installation/postgres/embedded.test.ts"],
    changes: [{ file: "installation/postgres/guard.ts", find: "read _; exec", put: "read _; true" }],
  },
  {
    name: "server-ends-before-programs",
    suites: ["installation/postgres/embedded.test.ts"],
    changes: [
      {
        file: "installation/postgres/embedded.ts",
        find: 'if (left === "nobody") await stopPostmaster(cluster);',
        put: 'if (left !== "others") await stopPostmaster(cluster);',
      },
    ],
  },
  {
    name: "forked-children-follow-too",
    suites: ["installation/programs/run-node.test.ts"],
    changes: [
      {
        file: "installation/programs/follow-parent.mjs",
        find: "if (own > 0) process",
        put: "if (own < 0) process",
      },
    ],
  },
  {
    name: "port-left-to-others",
    suites: ["installation/programs/programs.test.ts"],
    changes: [
      {
        file: "installation/machine/ports.ts",
        find: "if (isOurs) held.set(port, server.unref());",
        put: "if (isOurs) server.close();",
      },
    ],
  },
  {
    name: "web-reads-its-own-files",
    suites: ["installation/programs/programs.test.ts"],
    changes: [
      {
        file: "installation/programs/programs.ts",
        find: '{ __NEXT_PROCESSED_ENV: "true" }',
        put: '{ PHASE_PROCESSED_ENV: "true" }',
      },
    ],
  },
];
