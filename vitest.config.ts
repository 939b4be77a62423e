import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "fixtures/**/*.test.ts"],
    exclude: ["**/*.browser.test.ts", "**/*.corpus.test.ts", "**/node_modules/**"],
    testTimeout: 60_000,
    // The longest tests mostly wait for commands that they run, so there is room for more than one on each core.
    maxWorkers: availableParallelism() + 1,
  },
});
