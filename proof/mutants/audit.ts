/** Guards of the audit log's chain. */
import type { Mutant } from "./mutant";

const ARITHMETIC = ["lib/audit-log/chain.test.ts"];
const ROWS = ["lib/audit-log/audit-log.test.ts"];
const CHAIN = "lib/audit-log/chain.ts";

export const AUDIT: Mutant[] = [
  {
    name: "audit-link-unread",
    suites: ARITHMETIC,
    changes: [
      {
        file: CHAIN,
        find: "if (!sameDigest(link.digest, linkDigest(",
        put: "if (link.digest === linkDigest(",
      },
      { file: CHAIN, find: "before, link.content))) {", put: "before, link.content + position)) {" },
    ],
  },
  {
    name: "audit-end-cut-off",
    suites: ARITHMETIC,
    changes: [{ file: CHAIN, find: "if (position < last)", put: "if (position < last && position < 0)" }],
  },
  {
    name: "audit-state-unread",
    suites: ROWS,
    changes: [
      {
        file: "lib/audit-log/chain-rows.ts",
        find: "if (!sameDigest(mac,",
        put: 'if (mac === "" && !sameDigest(mac,',
      },
    ],
  },
  {
    name: "audit-stranger-unseen",
    suites: ROWS,
    changes: [
      {
        file: "lib/audit-log/verify.ts",
        find: "if (found === undefined) return null;",
        put: "if (found === undefined || !found.gone) return null;",
      },
    ],
  },
  {
    name: "audit-prune-blind",
    suites: ROWS,
    changes: [
      {
        file: "lib/audit-log/prune.ts",
        find: "!sameDigest(digest, linkDigest(key, through + 1, before, content))",
        put: 'content === ""',
      },
    ],
  },
  {
    name: "program-rewrites-audit",
    suites: ["installation/migrations/roles.test.ts"],
    changes: [
      {
        file: "installation/migrations/roles.ts",
        find: '["audit_entry", "audit_link", "event"]',
        put: '["audit_entry", "event"]',
      },
    ],
  },
  {
    name: "the-program-ends-a-chain",
    suites: ["installation/migrations/roles.test.ts"],
    changes: [
      {
        file: "installation/migrations/roles.ts",
        find: "`REVOKE DELETE ON public.audit_chain FROM ${to};`,",
        put: "",
      },
    ],
  },
  {
    name: "audit-begun-anew-unsaid",
    suites: ROWS,
    changes: [
      {
        file: "lib/audit-log/chain-rows.ts",
        find: "return older !== null || entry !== null;",
        put: "return older !== null && entry !== null;",
      },
    ],
  },
  {
    name: "audit-begun-anew-unlogged",
    suites: ROWS,
    changes: [
      {
        file: "lib/audit-log/link-entries.ts",
        find: "if (begunAt !== null && (await",
        put: "if (begunAt === null && (await",
      },
    ],
  },
  {
    name: "exports-after-the-session",
    suites: ["lib/audit-log/audit-log.test.ts"],
    changes: [
      {
        file: "lib/audit-log/export-audit.ts",
        find: 'authorise(await actorNow(), "audit:read");',
        put: 'authorise(ctx.actor, "audit:read");',
      },
    ],
  },
];
