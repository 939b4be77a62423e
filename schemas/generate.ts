/** Writes the JSON Schemas beside this file; `npm run schema:generate`. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { labelsJsonSchema, settingsJsonSchema } from "../src/adapters/yaml/json-schema.ts";
import { coverageJsonSchema } from "../src/exports/coverage.ts";
import { jsonSchemas } from "../src/exports/schema.ts";
import { statusJsonSchema } from "../src/exports/status-json.ts";

const folder = dirname(fileURLToPath(import.meta.url));
const schemas = {
  ...jsonSchemas(),
  "coverage.schema.json": coverageJsonSchema(),
  "status.schema.json": statusJsonSchema(),
  "labels.schema.json": labelsJsonSchema(),
  "settings.schema.json": settingsJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
