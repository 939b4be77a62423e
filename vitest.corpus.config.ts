import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/**/*.corpus.test.ts"], testTimeout: 120_000 },
});
