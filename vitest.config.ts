import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const TESTS =
  "{bench,cli,clients,lib,proof,worker,simulator,installation,scripts,components,app}/**/*.test.{ts,tsx}";

/**
 * Tests that need no database: `npx vitest run --project=pure` starts none. A test that uses a database
 * anyway fails, because nobody provides its URL.
 */
const PURE = [
  "components/**",
  "lib/{api,client,documents,formats,lists,providers,settings}/**",
  "lib/crypto/{keyed-digest,sealed}.test.ts",
  "lib/queue/**",
  "lib/rotation/core/**",
  "lib/audit-log/changes.test.ts",
  "lib/log.test.ts",
  "lib/auth/{cookie-names,password,password-strength}.test.ts",
  "lib/http/{etag,known-host,may-scrape,refusal,same-origin}.test.ts",
  "lib/notifications/{cloud-address,health-step,post,public-address}.test.ts",
  "lib/rotation/engine/{call,claim,create,delay-end,expose,inventory-findings,key-findings,key-look,key-looks,mint,mint-failure}.test.ts",
  "lib/rotation/engine/{open-provider,operate,postpone,report,save,settle,usage-rows,verify,watch}.test.ts",
  "proof/{interleavings,mutants,security-page}/**",
  "proof/model/{model,steps}.test.ts",
  "scripts/test/**",
  "simulator/**",
  "worker/{lane-addresses,lane-room,look-distance,loop}.test.ts",
];

/**
 * Tests that change their process, or whose helpers end with their file. Each gets its own process. All
 * others share theirs with everything it has loaded, because loading again would cost a third of the whole
 * run.
 */
const ALONE = ["app/answers/**", "cli/**", "clients/**", "installation/**", "scripts/**", "bench/**"];

/** The longest first: minutes of mostly waiting for processes, so short ones run beside them. */
const LONGEST = [
  "proof/chaos/chaos.test.ts",
  "proof/chaos/failpoints.test.ts",
  "cli/database/database-commands.test.ts",
  "proof/model/postgres.test.ts",
  "worker/lanes.test.ts",
  "lib/rotation/engine/thousands.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function testsIn(path: string): string {
  return path.endsWith("**") ? `${path}/*.test.{ts,tsx}` : path;
}

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    setupFiles: ["installation/testing/setup.ts"],
    coverage: {
      include: ["{cli,lib,worker,installation,simulator}/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "lib/generated/**"],
      reporter: ["text-summary", "html"],
    },
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: PURE.map(testsIn),
          globalSetup: ["installation/testing/generated.ts"],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: [TESTS],
          exclude: [...PURE, ...ALONE],
          globalSetup: ["installation/testing/global-setup.ts"],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: ALONE.map(testsIn),
          exclude: PURE,
          globalSetup: ["installation/testing/global-setup.ts"],
        },
      },
    ],
  },
});
