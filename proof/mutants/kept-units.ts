/** Guards of units that read their secret in one statement and write it in another. */
import type { Mutant } from "./mutant";

const STORE = "lib/rotation/store";

function guard(name: string, file: string, find: string, put = ""): Mutant {
  return {
    name,
    suites: [`${STORE}/kept-unit.test.ts`, `${STORE}/write-kept.test.ts`],
    changes: [{ file: `${STORE}/${file}.ts`, find, put }],
  };
}

export const KEPT_UNITS: Mutant[] = [
  guard("written-over-a-change", "write-kept", " AND row.xmin = ${version}::text::xid"),
  guard("written-late", "write-kept", "         AND now() <= ${at} + ${LONGEST.ago}::interval\n"),
  guard("written-in-part", "write-kept", "THEN 1 ELSE 0 END) END", "THEN 1 ELSE 1 END) END"),
  guard("commit-that-waits-for-no-disk", "write-kept", "'off', 'on'), true)", "'off', 'off'), true)"),
  guard("new-key-before-old", "write-kept", "Number(arrives(one)) - Number(arrives(other))", "0"),
  guard(
    "change-that-nobody-sees",
    "create-store",
    "if (!changesCredentials || locked.size === 0) return;",
    "if (!changesCredentials || locked.size >= 0) return;",
  ),
  guard(
    "intent-that-nobody-sees",
    "create-store",
    "    async insertCredential(row) {\n      changesCredentials = true;\n",
    "    async insertCredential(row) {\n",
  ),
  guard(
    "hurry-that-nobody-sees",
    "create-store",
    "    async hurrySettlements(rotatingSecretId, states) {\n      changesCredentials = true;\n",
    "    async hurrySettlements(rotatingSecretId, states) {\n",
  ),
  guard(
    "account-that-nobody-sees",
    "create-store",
    "    async insertFoundCredential(row) {\n      changesCredentials = true;\n",
    "    async insertFoundCredential(row) {\n",
  ),
  guard(
    "settlements-left-out",
    "secret-rows",
    "  if (credentials.length >= MOST_CREDENTIALS) return null;\n",
  ),
  {
    name: "seal-that-lasts",
    suites: ["lib/instance/shared-look.test.ts"],
    changes: [
      { file: "lib/instance/shared-look.ts", find: "if (sealedBecause !== null) forget();", put: "" },
    ],
  },
  {
    name: "look-for-ever",
    suites: ["lib/instance/shared-look.test.ts"],
    changes: [
      {
        file: "lib/instance/shared-look.ts",
        find: "latest === null || nowMs() - latest.askedAtMs >= HOLDS_MS",
        put: "latest === null",
      },
    ],
  },
];
