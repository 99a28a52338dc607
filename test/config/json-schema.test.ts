import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { sectionsOf } from "../../src/config/document/chapters.ts";
import { configurationSchema, definitions, renderJsonSchema } from "../../src/config/document/json-schema.ts";
import type { Json } from "../../src/config/json.ts";
import { root } from "../../src/config/keywords/root.ts";
import { configurationJson } from "../../src/config/render-json.ts";
import { assertGolden, repositoryFile } from "./golden.ts";
import { readAlone, readText } from "./reading.ts";
import { schemasIn, validate } from "./validator.ts";

const schema = configurationSchema();

test("docs/keepalived-config.schema.json is what the table of keywords says", () => {
  assertGolden("docs/keepalived-config.schema.json", renderJsonSchema());
});

test("An object says what is in it, a list what its items are, and no reference leads nowhere", () => {
  for (const each of [schema, ...Object.values(definitions)].flatMap(schemasIn)) {
    const { type, properties, additionalProperties, items, $ref } = each;
    if (type === "object") assert.ok(properties ?? additionalProperties, JSON.stringify(each));
    if (type === "array") assert.ok(items, JSON.stringify(each));
    if ($ref !== undefined) assert.ok(Object.hasOwn(definitions, $ref.replace("#/$defs/", "")), $ref);
  }
});

for (const { path, table } of sectionsOf("", root)) {
  test(`Every good value of ${path || "the root"} is JSON as its keyword's schema says`, () => {
    for (const [name, { type, alias }] of Object.entries(table)) {
      for (const words of type.examples.good) {
        const value = readAlone(table, { "keepalived.conf": `${name} ${words}` }).values[alias ?? name];
        assert.ok(value !== undefined && value !== null, `${name} ${words}`);
        const { json, schema: own } = table[alias ?? name]?.type ?? type;
        assert.deepEqual(validate(json(value), own, definitions), [], `${name} ${words}`);
      }
    }
  });
}

const samples = "/usr/share/doc/keepalived/samples";
const configurations = [
  "lab/tutorial/router1.conf",
  "lab/tutorial/router2.conf",
  ...readdirSync(repositoryFile("test/config/problems"))
    .filter((name) => name.endsWith(".conf"))
    .map((name) => `test/config/problems/${name}`),
].map(repositoryFile);
const others = existsSync(samples) ? readdirSync(samples).map((name) => `${samples}/${name}`) : [];

test("What config --json prints of whole configurations is as the schema says, also of what is right in bad ones", () => {
  for (const path of [...configurations, ...others]) {
    assert.deepEqual(validate(jsonOf(readFileSync(path, "utf8")), schema, definitions), [], path);
  }
});

test("What the schema does not say is found", () => {
  const good = jsonOf("vrrp_instance A {\ninterface eth0\nvirtual_ipaddress { 192.0.2.1 } }");
  const text = JSON.stringify(good);
  for (const [from, to] of [
    ['"value":"eth0"', '"value":7'],
    ['"interface":', '"interfaces":'],
    ['"line":2', '"line":0'],
    ['"values":', '"keywords":'],
    ['"global_defs":', '"globals":'],
    ['"prefixLength":32', '"prefixLength":"32"'],
  ] as const) {
    assert.notEqual(text.replace(from, to), text);
    assert.notDeepEqual(validate(JSON.parse(text.replace(from, to)), schema, definitions), [], to);
  }
});

test("global_defs is there with its defaults, whether the file has it or not", () => {
  const json = JSON.stringify(jsonOf("vrrp_instance A {\n}"));
  assert.match(json, /"global_defs":\{"values":\{.*"vrrp_version":\{"value":2,"from":"default"\}/);
});

function jsonOf(text: string): Json {
  return configurationJson(readText(text));
}
