import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/site/**/*.browser.test.ts"], testTimeout: 180_000, hookTimeout: 300_000 },
});
