// What lint asks for and refuses, as lists: eslint.config.mjs says of which files.

export const SOURCES = ["**/*.{ts,tsx,mts}"];
export const REACT = ["{app,components}/**/*.{ts,tsx}", "lib/client/**/*.{ts,tsx}"];
export const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**", "proof/**", "e2e/**"];

/** Files below `target` must not import files below `from`, except those below `except`. */
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

// Narrower than the floors of rooms.mjs, which apply to every file.
export const ZONES = [
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
export const EVERYWHERE = [NO_BARREL, ZOD_BY_PARTS];
export const processClock = (message) =>
  [
    "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    "NewExpression[callee.name='Date'][arguments.length=0]",
  ].map((selector) => ({ selector, message }));
/** Where the process's clock is the right one. */
export const PROCESS_CLOCK = [
  // A browser has no other.
  "lib/client/**",
  // Sent to browsers, together with what they show.
  "app/answers/send-along.tsx",
  "lib/rotation/queries/show.ts",
  // The provider's clock, together with that of the process that heard its response.
  "lib/providers/openai/{client,describe-failure}.ts",
  // Only how early a wake-up is sent. The rows decide what is due.
  "lib/queue/queue.ts",
  // Compares its clock with the database's, to show how far apart they are.
  "lib/system/get-system.ts",
  // Compared with the times that this machine gives to files.
  "lib/history/memory.ts",
];
export const SETTINGS_FROM_ENV = {
  selector:
    "MemberExpression[object.name='process'][property.name='env']:not(MemberExpression[property.name='NODE_ENV'] > *)",
  message: "Settings come from lib/settings/env.ts.",
};
export const CORE_IS_PURE = [
  ...processClock("Time is an argument."),
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Chance is an argument.",
  },
];

export const IN_TESTS = [
  ...["mock", "doMock"].map((property) => ({
    object: "vi",
    property,
    message: "Use the real thing or a fake.",
  })),
  ...["describe", "it", "test"].flatMap((object) =>
    ["only", "skip", "todo"].map((property) => ({ object, property, message: "Every test runs." })),
  ),
];
export const STREAMS = ["process", "io"].flatMap((object) =>
  ["stdout", "stderr"].map((property) => ({
    object,
    property,
    message: "Say it through lib/terminal.ts or cli/io.ts: what is printed must not steer a terminal.",
  })),
);
/** Their output is for a person at a terminal. */
export const PROGRAMS = [
  "{app,cli,components,installation,lib,simulator,worker}/**/*.{ts,tsx}",
  "scripts/{set-up,start}/**",
];

export const BASE_UI = { regex: "^@base-ui/", message: "Only components/ui wraps Base UI." };
export const ROUTER = {
  regex: "^next/navigation$",
  importNames: ["useRouter"],
  message:
    "Navigate with components/ui/use-navigate: a dialog that closes would cancel what useRouter begins.",
  allowTypeImports: true,
};
export const OPENAI = {
  regex: "^openai(/|$)",
  message: "Only lib/providers/openai talks through the SDK.",
  allowTypeImports: true,
};
export const POSTGRES = {
  regex: "^(pg|@prisma/adapter-pg)$",
  message: "lib/database makes connections: it alone knows how their sessions have to be set.",
  allowTypeImports: true,
};
export const PRISMA_CLIENT = {
  regex: "^@prisma/client",
  message: "The client is generated into lib/generated.",
};
export const NOT_IN_CORE = {
  regex: "^(?!\\.|@/|zod$)",
  message: "The rotation core needs no package but zod.",
};
export const restrictedImports = (...patterns) => ["error", { patterns }];

export const NOT_ASKED_FOR = {
  // It knows `void` in a type's argument, but not in a call's: Promise.withResolvers<void>().
  "@typescript-eslint/no-invalid-void-type": "off",
};
