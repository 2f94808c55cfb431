import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: [
      "{bench,cli,lib,proof,worker,simulator,installation,scripts,components,app}/**/*.test.{ts,tsx}",
    ],
    globalSetup: ["installation/testing/global-setup.ts"],
    setupFiles: ["installation/testing/setup.ts"],
    coverage: {
      include: ["{cli,lib,worker,installation,simulator}/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "lib/generated/**"],
      reporter: ["text-summary", "html"],
    },
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
