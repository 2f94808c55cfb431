import query from "@tanstack/eslint-plugin-query";
import next from "eslint-config-next/core-web-vitals";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import playwright from "eslint-plugin-playwright";
import tseslint from "typescript-eslint";
import { noArrowUp } from "./rooms.mjs";

const SOURCES = ["**/*.{ts,tsx,mts}"];
const REACT = ["{app,components}/**/*.{ts,tsx}", "lib/client/**/*.{ts,tsx}"];
const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**", "proof/**", "e2e/**"];

/** Files below `target` must not import files below `from`, but for those below `except`. */
const zone = (target, from, message, except = []) => ({
  target,
  from,
  message,
  except: except.map((path) => (from === "." ? `./${path}` : `./${path.slice(from.length + 1)}`)),
});

const SHARED_WITH_BROWSERS = [
  "lib/access/permissions.ts",
  "lib/access/reach.ts",
  "lib/access/scopes.ts",
  "lib/api",
  "lib/formats",
  "lib/lists",
  ...["account-names", "key-lifetime", "names", "residency"].map((name) => `lib/providers/${name}.ts`),
  "lib/rotation/core",
];

// Narrower than the floors of rooms.mjs, which hold for everybody.
const ZONES = [
  zone("./lib/lists", ".", "A list knows nothing but other lists.", ["lib/lists", "node_modules"]),
  zone("./lib/rotation/core", ".", "The rotation core is pure: it knows lists and limits, and itself.", [
    "lib/rotation/core",
    "lib/lists",
    "lib/providers/key-lifetime.ts",
    "node_modules",
  ]),
  zone("./components", "lib", "Components see lib/client and what browsers share only.", [
    "lib/client",
    ...SHARED_WITH_BROWSERS,
  ]),
  zone("./lib/client", "lib", "The browser's side sees what browsers share only.", [
    "lib/client",
    ...SHARED_WITH_BROWSERS,
  ]),
  zone("./lib/api", "lib", "The API's schemas are shared with browsers.", [...SHARED_WITH_BROWSERS]),
  ...SHARED_WITH_BROWSERS.map((shared) =>
    zone(`./${shared}`, "lib/generated", "Browsers have no database: what they share knows none."),
  ),
  zone("./app", "lib/generated", "Routes and pages go through commands and queries, not to the database."),
  zone("./app", "lib/providers", "Routes and pages go through commands, not to a provider."),
  ...["app", "components", "lib", "worker"].flatMap((product) =>
    ["installation", "simulator"].map((beside) =>
      zone(`./${product}`, beside, "The product knows neither its installation nor its stand-ins."),
    ),
  ),
  ...["components", "lib/client", "lib/http"].map((part) =>
    zone("./worker", part, "The worker has no console."),
  ),
];

const NO_BARREL = {
  selector: "ExportAllDeclaration",
  message: "Import the file itself: no re-exports.",
};
const ZOD_BY_PARTS = {
  selector: "ImportDeclaration[source.value=/^zod/] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  message: 'Write `import * as z from "zod"`: bundlers then leave out what a program does not use.',
};
const EVERYWHERE = [NO_BARREL, ZOD_BY_PARTS];
const processClock = (message) =>
  [
    "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    "NewExpression[callee.name='Date'][arguments.length=0]",
  ].map((selector) => ({ selector, message }));
/** Where the clock of the process is the right one. */
const PROCESS_CLOCK = [
  // A browser has no other.
  "lib/client/**",
  // Told to browsers, to go with what they are shown.
  "app/answers/send-along.tsx",
  "lib/rotation/queries/show.ts",
  // The provider's clock, beside the one that heard its answer.
  "lib/providers/openai/{client,describe-failure}.ts",
  // Only how early a wake-up is sent: the rows decide what is due.
  "lib/queue/queue.ts",
  // Beside the times that this machine gives to files.
  "lib/history/memory.ts",
];
const SETTINGS_FROM_ENV = {
  selector:
    "MemberExpression[object.name='process'][property.name='env']:not(MemberExpression[property.name='NODE_ENV'] > *)",
  message: "Settings come from lib/settings/env.ts.",
};
const CORE_IS_PURE = [
  ...processClock("Time is an argument."),
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Chance is an argument.",
  },
];

const IN_TESTS = [
  ...["mock", "doMock"].map((property) => ({
    object: "vi",
    property,
    message: "Use the real thing or a fake.",
  })),
  ...["describe", "it", "test"].flatMap((object) =>
    ["only", "skip", "todo"].map((property) => ({ object, property, message: "Every test runs." })),
  ),
];
const STREAMS = ["process", "io"].flatMap((object) =>
  ["stdout", "stderr"].map((property) => ({
    object,
    property,
    message: "Say it through lib/terminal.ts or cli/io.ts: what is printed must not steer a terminal.",
  })),
);
/** They say what a person reads at a terminal. */
const PROGRAMS = [
  "{app,cli,components,installation,lib,simulator,worker}/**/*.{ts,tsx}",
  "scripts/{set-up,start}/**",
];

const BASE_UI = { regex: "^@base-ui/", message: "Only components/ui wraps Base UI." };
const OPENAI = {
  regex: "^openai(/|$)",
  message: "Only lib/providers/openai talks through the SDK.",
  allowTypeImports: true,
};
const POSTGRES = {
  regex: "^(pg|@prisma/adapter-pg)$",
  message: "lib/database makes connections: it alone knows how their sessions have to be set.",
  allowTypeImports: true,
};
const PRISMA_CLIENT = { regex: "^@prisma/client", message: "The client is generated into lib/generated." };
const NOT_IN_CORE = { regex: "^(?!\\.|@/|zod$)", message: "The rotation core needs no package but zod." };
const restrictedImports = (...patterns) => ["error", { patterns }];

// Two rules of typescript-eslint's strictest set are not asked for.
const NOT_ASKED_FOR = {
  // A contract may be asynchronous where one of its implementations is not; `async` makes a refusal of what that throws.
  "@typescript-eslint/require-await": "off",
  // It knows `void` in a type's argument, but not in a call's: Promise.withResolvers<void>().
  "@typescript-eslint/no-invalid-void-type": "off",
};
const PRECISELY = {
  // What reads well in a text: numbers, beside strings.
  "@typescript-eslint/restrict-template-expressions": [
    "error",
    {
      allowAny: false,
      allowBoolean: false,
      allowNever: false,
      allowNullish: false,
      allowNumber: true,
      allowRegExp: false,
    },
  ],
  "@typescript-eslint/restrict-plus-operands": [
    "error",
    {
      allowAny: false,
      allowBoolean: false,
      allowNullish: false,
      allowNumberAndString: true,
      allowRegExp: false,
    },
  ],
  // A function that says `void` may hand on what another returns.
  "@typescript-eslint/no-confusing-void-expression": [
    "error",
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
};

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
  // React's rules cost the most time of all: only where there is React.
  ...next.map((config) => (config.ignores && !config.rules ? config : { ...config, files: REACT })),
  ...tseslint.configs.strictTypeChecked,
  { rules: { ...NOT_ASKED_FOR, ...PRECISELY } },
  { ...playwright.configs["flat/recommended"], files: ["e2e/**/*.spec.ts"] },
  ...query.configs["flat/recommended-strict"].map((config) => ({ ...config, files: REACT })),
  {
    files: SOURCES,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
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
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-restricted-imports": restrictedImports(BASE_UI, OPENAI, PRISMA_CLIENT, POSTGRES),
      "no-restricted-syntax": ["error", ...EVERYWHERE],
      "no-restricted-properties": ["error", ...IN_TESTS],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", 300],
      // Signing in and out loads the page anew on purpose: nothing of the other session may stay in memory.
      "@next/next/no-location-assign-relative-destination": "off",
    },
  },
  {
    files: TESTS,
    rules: {
      "import-x/no-restricted-paths": "off",
      // What is missing makes the test fail by what it reads.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNullish: true, allowNumber: true },
      ],
    },
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
      // The process's streams are handed down from here.
      "cli/{main,run-cli,standalone}.ts",
      // Help and its errors; the values themselves, and the server's own lines, are for programs.
      "cli/{completion,program}.ts",
      "cli/commands/{audit,secrets}.ts",
      // Another program's lines, each made harmless; those of tests; a line that is finished later; whether anybody reads.
      "installation/programs/{program,run-node,build,interruption}.ts",
      "installation/programs/follow-parent.mjs",
      // Before anything is installed there is no lib/terminal.ts; what it says is made of names of its own.
      "installation/install.mjs",
    ],
    rules: { "no-restricted-properties": ["error", ...IN_TESTS] },
  },
  {
    files: ["components/**"],
    rules: { "max-lines": ["error", 150] },
  },
  {
    files: ["components/ui/**"],
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
  // Plain JavaScript is what runs before anything is installed: it has no types.
  { files: ["**/*.{js,mjs}"], ...tseslint.configs.disableTypeChecked },
);
