/** The built site for page tests: the demo account in a folder of its own, served without anything clever. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

export interface Site {
  readonly folder: string;
  readonly url: string;
  /** Paths of all files within the folder. */
  readonly files: readonly string[];
  readonly close: () => void;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".xml": "text/xml",
};

/** Builds the site of a root (by default one without data, so the demo account) and serves it. */
export async function builtSite(root?: string): Promise<Site> {
  const scratch = mkdtempSync(join(tmpdir(), "lotbook-pages-"));
  const folder = join(scratch, "dist");
  const env = { ...process.env, LOTBOOK_ROOT: root ?? scratch, LOTBOOK_NOW: "2026-11-21T05:14:00" };
  execFileSync(process.execPath, ["bin/launch.js", "astro", "build", "--outDir", folder], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const plain = join(folder, path);
    const file =
      existsSync(plain) && statSync(plain).isDirectory() ? join(plain, "index.html") : plain;
    const isThere = existsSync(file) && file.startsWith(folder);
    response.writeHead(isThere ? 200 : 404, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    });
    response.end(isThere ? readFileSync(file) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  return {
    folder,
    files,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
