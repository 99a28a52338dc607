import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { need, peek, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { quoteWord } from "./spelling.ts";
import { statement } from "./statement.ts";

/** A keyword that says all by standing there. */
export const flag: Type<true> = {
  syntax: "",
  schema: { type: "boolean" },
  examples: { good: [""], bad: [] },
  json: () => true,
  print: () => statement(""),
  read: () => true,
};

/** `true on yes` or `false off no`, in lower case only; nothing means true, so that a keyword can stand like a flag. */
export const bool: Type<boolean> = {
  syntax: "[on|off|true|false|yes|no]",
  schema: { type: "boolean" },
  examples: { good: ["", "on", "off", "true", "false", "yes", "no"], bad: ["On", "1", "maybe"] },
  json: (value) => value,
  print: (value) => statement(value ? "on" : "off"),
  read: (words) => {
    const word = take(words);
    if (word === undefined || TRUE.includes(word.text)) return true;
    return FALSE.includes(word.text) ? false : refuseChoice(words, word, [...TRUE, ...FALSE]);
  },
};

const TRUE: readonly string[] = ["on", "true", "yes"];
const FALSE: readonly string[] = ["off", "false", "no"];

/** One of several words. */
export function choice<Choice extends string>(...choices: readonly Choice[]): Type<Choice> {
  const syntax = choices.join("|");
  return {
    syntax,
    schema: { enum: choices },
    examples: { good: choices, bad: ["", "something_else", ...choices.map((word) => `${word}x`)] },
    json: (value) => value,
    print: statement,
    read: (words) => {
      const word = need(words, syntax);
      if (word === undefined) return undefined;
      return choices.find((known) => known === word.text) ?? refuseChoice(words, word, choices);
    },
  };
}

/** One of several words, in any mixture of capitals and small letters; the value is the word as it is listed. */
export function anyCase<Choice extends string>(...choices: readonly Choice[]): Type<Choice> {
  const exact = choice(...choices);
  return {
    ...exact,
    examples: { ...exact.examples, good: [...choices, ...choices.map((word) => word.toLowerCase())] },
    read: (words) => {
      const word = need(words, exact.syntax);
      if (word === undefined) return undefined;
      const meant = word.text.toUpperCase();
      return choices.find((known) => known.toUpperCase() === meant) ?? refuseChoice(words, word, choices);
    },
  };
}

/** A switch that keepalived turns on whatever stands behind it [quirk]: `off` is taken at its word here, and told. */
export const switchOn: Type<boolean> = {
  syntax: "[on|off]",
  schema: { type: "boolean" },
  examples: { good: ["", "on", "off"], bad: [] },
  json: (value) => value,
  print: (value) => statement(value ? "" : "off"),
  read: (words) => {
    const word = peek(words);
    if (word === undefined || ![...TRUE, ...FALSE].includes(word.text)) return true;
    take(words);
    if (TRUE.includes(word.text)) return true;
    const message = `keepalived switches ${quote(words.owner.text)} on, whatever stands behind it`;
    words.reader.report("quirk-avoided", word.place, `${message}; here it is off`, "leave the line out");
    return false;
  },
};

export function refuseChoice(words: Words, word: Word, choices: readonly string[]): undefined {
  const message = `${quote(words.owner.text)} takes ${choices.join("|")}, not ${quote(word.text)}`;
  return refuse(words, "value-wrong", word.place, message, suggest(word.text, choices));
}

/** The type, of which a second, different value in the same block is refused. */
export function onlyOne<Value>(type: Type<Value>): Type<Value> {
  return {
    ...type,
    read: (words, earlier) => {
      const value = type.read(words, earlier);
      if (value === undefined || earlier === undefined || value === earlier) return value;
      const { place, text } = words.owner;
      return refuse(words, "value-contradicted", place, `this ${quote(text)} contradicts an earlier one`, "remove one");
    },
  };
}

/** Any word, of at most so many characters. */
export function word(what: string, longest = Number.POSITIVE_INFINITY): Type<string> {
  const syntax = `<${what}>`;
  return {
    syntax,
    schema: Number.isFinite(longest) ? { type: "string", maxLength: longest } : { type: "string" },
    examples: { good: ["one", '"two words"'], bad: longest < 1000 ? ["", "x".repeat(longest + 1)] : [""] },
    json: (value) => value,
    print: (value) => statement(quoteWord(value)),
    read: (words) => {
      const found = need(words, syntax);
      if (found === undefined || found.text.length <= longest) return found?.text;
      return refuse(words, "value-wrong", found.place, `${quote(found.text)} is longer than ${longest} characters`);
    },
  };
}

/** The name of a network interface, as the kernel accepts them. */
export const interfaceName: Type<string> = {
  ...word("interface"),
  examples: { good: ["eth0", "eno16780032", "bond0.100"], bad: ["", "an_interface_too_long", "eth/0", '""', "."] },
  read: (words) => {
    const found = need(words, "<interface>");
    return found === undefined ? undefined : readInterfaceName(words, found);
  },
};

/** The word's text, if the kernel could have an interface of that name; anything else is reported. */
export function readInterfaceName(words: Words, found: Word): string | undefined {
  if (/^(?!\.{1,2}$)[^/\s:]{1,15}$/.test(found.text)) return found.text;
  return refuse(words, "value-wrong", found.place, `${quote(found.text)} cannot be the name of an interface`);
}

/** The type, whose value may be left out; `absent` is then the value. */
export function optional<Value>(type: Type<Value>, absent: Value & {}): Type<Value> {
  return {
    ...type,
    syntax: `[${type.syntax}]`,
    examples: { good: ["", ...type.examples.good], bad: type.examples.bad.filter((words) => words !== "") },
    read: (words, earlier) => (words.rest.text.trim() === "" ? absent : type.read(words, earlier)),
  };
}
