/**
 * Make src/api/schema.d.ts of the committed OpenAPI document; `--check` fails where it is stale.
 *
 * A property with a default is always there in an answer but may be left out of a request: schemas that no answer holds lose
 * their defaults, so that their properties become optional.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const OUT = new URL("../src/api/schema.d.ts", import.meta.url);
const document = JSON.parse(await readFile(new URL("../../tests/http/openapi.json", import.meta.url), "utf8"));
const schemas = document.components.schemas;

const answered = new Set();
const follow = (node) => {
  if (Array.isArray(node)) return node.forEach(follow);
  if (typeof node !== "object" || node === null) return undefined;
  const name = node.$ref?.split("/").at(-1);
  if (name && schemas[name] && !answered.has(name)) {
    answered.add(name);
    follow(schemas[name]);
  }
  return Object.values(node).forEach(follow);
};
for (const methods of Object.values(document.paths)) for (const operation of Object.values(methods)) follow(operation.responses);
for (const [name, schema] of Object.entries(schemas)) {
  if (!answered.has(name)) for (const property of Object.values(schema.properties ?? {})) delete property.default;
}

const text = `/* Made by \`npm run api\` of tests/http/openapi.json; do not edit. */\n${astToString(await openapiTS(document))}`;
if (!process.argv.includes("--check")) await writeFile(OUT, text);
else if ((await readFile(OUT, "utf8")) !== text) {
  process.stderr.write("src/api/schema.d.ts is stale: run `npm run api`.\n");
  process.exit(1);
}
