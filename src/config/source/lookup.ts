import { quote, type Report } from "../problem.ts";
import type { Definitions, Use } from "./definitions.ts";
import { type Fragment, generatedAt } from "./fragment.ts";
import type { SourceOptions } from "./options.ts";

/** What names are looked up in: the file's own definitions, then keepalived's. */
export type Names = {
  readonly definitions: Definitions;
  readonly options: SourceOptions;
  /** Of the file that is being read. */
  directory(): string;
  /** Uses of names that are not defined (yet) are noted here. */
  readonly undefinedUses: Use[];
  readonly report: Report;
};

/** What a name stands for; nothing if that is nothing, which is reported now or by `reportUndefined`. */
export function lookUp(names: Names, use: Use): readonly Fragment[] | undefined {
  const own = names.definitions.named.get(use.name);
  if (own !== undefined && use.parameters.length === 0) return own;
  const text = own === undefined ? builtIn(names, use) : undefined;
  if (text !== undefined) return [generatedAt(use.place, text)];
  if (own === undefined && !BUILT_IN.test(use.name)) names.undefinedUses.push(use);
  else {
    const message = `${quote(use.name)} does not take ${use.parameters.length === 0 ? "no parameters" : "these parameters"}`;
    names.report("definition-parameters", use.place, message, "write ${NAME}, ${_ENV NAME} or ${_RANDOM least most}");
  }
  return undefined;
}

const BUILT_IN = /^_(PWD|INSTANCE|HASH|BANG|ENV|RANDOM)$/;

function builtIn({ options, directory }: Names, { name, parameters }: Use): string | undefined {
  const [first, second] = parameters;
  if (name === "_ENV" && first !== undefined && second === undefined) return options.environment?.[first] ?? "";
  if (name === "_RANDOM") return randomNumber(options, parameters);
  if (first !== undefined) return undefined;
  if (name === "_PWD") return directory();
  if (name === "_INSTANCE") return options.configId;
  if (name === "_HASH") return "#";
  return name === "_BANG" ? "!" : undefined;
}

/** `${_RANDOM [least [most]]}`, 0 to 32767 without them; a most below the least is an error and gives the least. */
function randomNumber({ random }: SourceOptions, parameters: readonly string[]): string | undefined {
  const [least = 0, most = 32_767, ...more] = parameters.map((word) =>
    /^\d{1,15}$/.test(word) ? Number(word) : Number.NaN,
  );
  if (!(least <= most) || more.length > 0) return undefined;
  return String(random?.(least, most) ?? least);
}

export function reportUndefined({ undefinedUses, definitions, report }: Omit<Names, "options" | "directory">): void {
  for (const { name, place, quoted, braced } of undefinedUses) {
    const written = quote(braced ? `\${${name}}` : `$${name}`);
    const [definition] = definitions.named.get(name) ?? [];
    if (definition !== undefined) {
      const where = `it is defined only in line ${definition.place.line.number}`;
      const cure = "move the definition above its first use";
      report("definition-early", place, `${written} is not defined yet: ${where}`, cure);
    } else if (quoted) continue;
    else if (braced) report("definition-undefined", place, `${written} is not defined`, `define it before: $${name}=…`);
    else report("definition-bare", place, `${written} is not defined: it is taken as it stands`);
  }
}
