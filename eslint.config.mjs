import query from "@tanstack/eslint-plugin-query";
import next from "eslint-config-next/core-web-vitals";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import playwright from "eslint-plugin-playwright";
import tseslint from "typescript-eslint";
import { noArrowUp } from "./rooms.mjs";
import {
  BASE_UI,
  CORE_IS_PURE,
  EVERYWHERE,
  IN_TESTS,
  NOT_ASKED_FOR,
  NOT_IN_CORE,
  OPENAI,
  POSTGRES,
  PRISMA_CLIENT,
  PROCESS_CLOCK,
  PROGRAMS,
  REACT,
  SETTINGS_FROM_ENV,
  SOURCES,
  STREAMS,
  TESTS,
  ZONES,
  processClock,
  restrictedImports,
  ROUTER,
} from "./lint.mjs";

// Rules that need types are in .oxlintrc.json, whose linter reads the types of the whole tree in seconds.
export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".next/",
      ".phase*/",
      "lib/generated/",
      "test-results/",
      "playwright-report/",
      "coverage/",
      "next-env.d.ts",
      "**/dist/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  // React's rules take the most time, so they apply only to React code.
  ...next.map((config) => (config.ignores && !config.rules ? config : { ...config, files: REACT })),
  ...tseslint.configs.strict,
  { rules: NOT_ASKED_FOR },
  { ...playwright.configs["flat/recommended"], files: ["e2e/**/*.spec.ts"] },
  ...query.configs["flat/recommended-strict"].map((config) => ({ ...config, files: REACT })),
  {
    files: SOURCES,
    plugins: { "import-x": importX, rooms: { rules: { "no-arrow-up": noArrowUp } } },
    settings: {
      "import-x/resolver-next": [
        createNodeResolver({
          extensions: [".ts", ".tsx", ".mts", ".mjs", ".js"],
          tsconfig: { configFile: `${import.meta.dirname}/tsconfig.json` },
        }),
      ],
    },
    rules: {
      "rooms/no-arrow-up": "error",
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: ZONES }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-restricted-imports": restrictedImports(
        BASE_UI,
        OPENAI,
        PRISMA_CLIENT,
        POSTGRES,
        ROUTER,
      ),
      "no-restricted-syntax": ["error", ...EVERYWHERE],
      "no-restricted-properties": ["error", ...IN_TESTS],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", 300],
      // Signing in and out reloads the page on purpose, so that nothing of the other session stays in memory.
      "@next/next/no-location-assign-relative-destination": "off",
    },
  },
  {
    files: TESTS,
    rules: { "import-x/no-restricted-paths": "off" },
  },
  {
    files: PROGRAMS,
    ignores: TESTS,
    rules: { "no-console": "error", "no-restricted-properties": ["error", ...IN_TESTS, ...STREAMS] },
  },
  { files: ["lib/terminal.ts", "installation/install.mjs"], rules: { "no-console": "off" } },
  {
    files: [
      "cli/io.ts",
      // The process's streams are passed on from here.
      "cli/{main,run-cli,standalone}.ts",
      // A question, which its answer ends.
      "cli/ask.ts",
      // Help and its errors; values and the server's own lines are for programs.
      "cli/{completion,program}.ts",
      "cli/commands/{audit,secrets,substitute}.ts",
      // It passes on what a program prints to the terminal.
      "cli/mask.ts",
      // Another program's lines, each made harmless; those of tests; a line that is completed later; whether
      // anyone reads.
      "installation/programs/{program,run-node,build,interruption}.ts",
      "installation/programs/follow-parent.mjs",
      // Before anything is installed, lib/terminal.ts isn't available. What it prints consists of its own
      // names.
      "installation/install.mjs",
    ],
    rules: { "no-restricted-properties": ["error", ...IN_TESTS] },
  },
  {
    files: ["components/**"],
    rules: { "max-lines": ["error", 150] },
  },
  {
    // A list is as long as its content, and is kept in one place.
    files: ["lib/settings/settings.ts"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["components/ui/**"],
    rules: {
      "@typescript-eslint/no-restricted-imports": restrictedImports(OPENAI, PRISMA_CLIENT, POSTGRES, ROUTER),
    },
  },
  {
    // The wrapper itself, and a page's reload in place.
    files: ["components/ui/use-navigate.ts", "app/(console)/error.tsx"],
    rules: { "@typescript-eslint/no-restricted-imports": restrictedImports(OPENAI, PRISMA_CLIENT, POSTGRES) },
  },
  {
    files: ["lib/providers/openai/{client,describe-failure,refusals}.ts", "simulator/**", ...TESTS],
    rules: { "@typescript-eslint/no-restricted-imports": restrictedImports(BASE_UI, PRISMA_CLIENT) },
  },
  {
    files: ["lib/database/**", "lib/db.ts", "installation/migrations/migration-diff.ts"],
    ignores: TESTS,
    rules: {
      "@typescript-eslint/no-restricted-imports": restrictedImports(BASE_UI, OPENAI, PRISMA_CLIENT),
    },
  },
  {
    files: ["lib/rotation/core/**"],
    ignores: TESTS,
    rules: { "@typescript-eslint/no-restricted-imports": restrictedImports(NOT_IN_CORE) },
  },
  {
    files: ["lib/**", "app/**", "components/**", "worker/**", "simulator/**", "proxy.ts"],
    ignores: ["lib/settings/env.ts", "simulator/main.ts", ...TESTS],
    rules: {
      "no-restricted-syntax": ["error", ...EVERYWHERE, SETTINGS_FROM_ENV],
    },
  },
  {
    files: ["{app,lib,worker}/**", "proxy.ts"],
    ignores: ["lib/settings/env.ts", ...PROCESS_CLOCK, ...TESTS],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...EVERYWHERE,
        SETTINGS_FROM_ENV,
        ...processClock("The database's clock decides: databaseNow(), or now() in SQL."),
      ],
    },
  },
  {
    files: ["lib/rotation/core/**"],
    ignores: TESTS,
    rules: {
      "no-restricted-syntax": [
        "error",
        ...EVERYWHERE,
        ...CORE_IS_PURE,
        { selector: "Identifier[name='process']", message: "The rotation core is pure." },
      ],
    },
  },
);
