/** Writes the JSON Schemas beside this file; `npm run schema:generate`. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonSchemas } from "../src/exports/schema.ts";

const folder = dirname(fileURLToPath(import.meta.url));
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
