import type { Json, JsonObject, Schema } from "../../src/config/json.ts";

type Definitions = { readonly [name: string]: Schema };

/**
 * Where the value does not follow the schema, each with its way from the root. Stricter than JSON Schema in one respect:
 * what the schema does not describe may not be there.
 */
export function validate(value: Json, schema: Schema, definitions: Definitions, path = ""): readonly string[] {
  return Object.entries(schema).flatMap(([name]) =>
    isKeyword(name) ? checks[name](value, schema, definitions, path) : [`${path}: the schema has ${name}`],
  );
}

/** The schema and all inside it, to look at each. */
export function schemasIn(schema: Schema): readonly Schema[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const inner = [...Object.values(properties), ...anyOf, ...(items === undefined ? [] : [items])];
  if (typeof additionalProperties === "object") inner.push(additionalProperties);
  return [schema, ...inner.flatMap(schemasIn)];
}

type Check = (value: Json, schema: Schema, definitions: Definitions, path: string) => readonly string[];

/** What each keyword of a schema asks for; where there is nothing to ask, it says nothing. */
const checks: { readonly [Name in keyof Schema]-?: Check } = {
  description: () => [],
  type: (value, { type }, _, path) => unless(type === undefined || isOf(type, value), path, value, `is no ${type}`),
  enum: (value, { enum: choices = [] }, _, path) =>
    unless(
      choices.some((one) => one === value),
      path,
      value,
      `is none of ${choices}`,
    ),
  const: (value, schema, _, path) => unless(schema.const === value, path, value, `is not ${schema.const}`),
  minimum: (value, { minimum = 0 }, _, path) =>
    unless(typeof value !== "number" || value >= minimum, path, value, `is less than ${minimum}`),
  maximum: (value, { maximum = 0 }, _, path) =>
    unless(typeof value !== "number" || value <= maximum, path, value, `is more than ${maximum}`),
  maxLength: (value, { maxLength = 0 }, _, path) =>
    unless(typeof value !== "string" || Array.from(value).length <= maxLength, path, value, "is too long"),
  items: (value, { items = {} }, definitions, path) =>
    isList(value) ? value.flatMap((item, index) => validate(item, items, definitions, `${path}/${index}`)) : [],
  properties: (value, schema, definitions, path) => {
    const { properties = {}, additionalProperties, $ref } = schema;
    const open = additionalProperties !== undefined || $ref !== undefined;
    return membersOf(value).flatMap(([name, member]) => {
      const described = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (described !== undefined) return validate(member, described, definitions, `${path}/${name}`);
      return open ? [] : [`${path}/${name} is described by nothing`];
    });
  },
  required: (value, { required = [] }, _, path) => {
    const names = membersOf(value).map(([name]) => name);
    return isObject(value)
      ? required.filter((name) => !names.includes(name)).map((name) => `${path} lacks ${name}`)
      : [];
  },
  additionalProperties: (value, { properties = {}, additionalProperties }, definitions, path) =>
    membersOf(value)
      .filter(([name]) => !Object.hasOwn(properties, name))
      .flatMap(([name, member]) => {
        if (typeof additionalProperties === "object")
          return validate(member, additionalProperties, definitions, `${path}/${name}`);
        return additionalProperties === true ? [] : [`${path}/${name} may not be there`];
      }),
  anyOf: (value, { anyOf = [] }, definitions, path) => {
    const tries = anyOf.map((one) => validate(value, one, definitions, path));
    return tries.some((errors) => errors.length === 0) ? [] : tries.flat();
  },
  $ref: (value, { $ref = "" }, definitions, path) => {
    const schema = definitions[$ref.replace("#/$defs/", "")];
    return schema === undefined ? [`${path}: there is no ${$ref}`] : validate(value, schema, definitions, path);
  },
};

function unless(right: boolean, path: string, value: Json, what: string): readonly string[] {
  return right ? [] : [`${path} ${what}: ${JSON.stringify(value).slice(0, 80)}`];
}

function isKeyword(name: string): name is keyof Schema {
  return Object.hasOwn(checks, name);
}

function isOf(type: NonNullable<Schema["type"]>, value: Json): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "boolean":
    case "number":
    case "string":
      return typeof value === type;
    case "integer":
      return Number.isInteger(value);
    case "array":
      return isList(value);
    case "object":
      return isObject(value);
  }
}

function membersOf(value: Json): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !isList(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
