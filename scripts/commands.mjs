/** The programs behind `node scripts/run.mjs NAME`. Plain JavaScript: run.mjs needs it before anything is installed. */
export const COMMANDS = {
  // Set up
  generate: "scripts/set-up/generate.ts",
  build: "scripts/set-up/build.ts",
  release: "scripts/release/release.ts",
  "migration-new": "scripts/set-up/migration-new.ts",
  // Start
  start: "scripts/start/start.ts",
  web: "scripts/start/web.ts",
  worker: "scripts/start/worker.ts",
  demo: "scripts/start/demo.ts",
  dev: "scripts/start/dev.ts",
  phase: "scripts/start/phase.ts",
  // Test
  test: "scripts/test/test.ts",
  "test-databases": "scripts/test/test-databases.ts",
  recipes: "scripts/recipes/recipes.ts",
  mutants: "proof/mutants/run.ts",
  chaos: "proof/chaos/run.ts",
  // Measure
  bench: "bench/run.ts",
  "bench-watch": "bench/run-watch.ts",
  "bench-sign-in": "bench/run-sign-in.ts",
  "bench-start": "bench/run-start.ts",
  // Draw
  screenshots: "e2e/pictures/run.ts",
};

/** The product's own programs: the build compiles them. Those that serve or start the console also need it built. */
export const COMPILED = {
  start: "console",
  web: "console",
  demo: "console",
  worker: "programs",
  phase: "programs",
};
