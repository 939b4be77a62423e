import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "fixtures/**/*.test.ts"],
    exclude: ["**/*.browser.test.ts", "**/*.corpus.test.ts", "**/node_modules/**"],
    testTimeout: 60_000,
  },
});
