// The site: static pages under src/site, built into dist/. The base path is for hosting below a folder.
import { defineConfig, passthroughImageService } from "astro/config";

export default defineConfig({
  srcDir: "./src/site",
  publicDir: "./src/site/public",
  outDir: "./dist",
  base: process.env.LOTBOOK_BASE ?? "/",
  output: "static",
  trailingSlash: "always",
  server: { port: 4321 },
  image: { service: passthroughImageService() },
  build: { concurrency: 4, inlineStylesheets: "never", assets: "assets" },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
      ],
    },
  },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  vite: { build: { assetsInlineLimit: 0 } },
});
