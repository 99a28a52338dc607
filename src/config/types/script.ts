import { quote } from "../problem.ts";
import { need, peek, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import { placeAt, slice, trim } from "../source/fragment.ts";
import type { Word } from "../source/words.ts";
import { splitCommand, splitQuoted } from "./command.ts";
import { quoteCommand, quoteWord } from "./spelling.ts";
import { statement } from "./statement.ts";

/** A command with its arguments, quoted as a whole: its argument vector. Its user comes from elsewhere. */
export const script: Type<readonly string[]> = {
  syntax: '"<command> [<argument> …]"',
  schema: { type: "array", items: { type: "string" } },
  examples: {
    good: ["/bin/true", '"/bin/test -f /run/x"', "'/bin/sh -c \"exit 1\"'", '"killall -0 haproxy"'],
    bad: ["", '""', "/usr/bin/test -f /run/x", '"/bin/echo \\0"', '"/bin/sh -c \'x"', "'x"],
  },
  json: (value) => value,
  print: (value) => statement(quoteCommand(value)),
  read: (words) => {
    const line = readLine(words, script.syntax);
    if (line === undefined) return undefined;
    const [command, ...others] = line.words;
    if (others.length > 0 && !line.quoted) return refuseUnquoted(words, line);
    if (others.length > 0)
      words.reader.report("words-surplus", line.place, "what follows the quoted command is ignored");
    return command === undefined ? undefined : readVector(words, command, line.place);
  },
};

export type Runnable = { readonly command: readonly string[]; readonly user?: User };

/** Who a script runs as. Whether there are such a user and group is for the machine to say. */
export type User = { readonly name: string; readonly group?: string };

/** A command, quoted as a whole if it has arguments, and as whom it runs. */
export const notifyScript: Type<Runnable> = {
  syntax: '"<command> [<argument> …]" [<user> [<group>]]',
  schema: {
    type: "object",
    properties: { command: script.schema, user: { type: "string" }, group: { type: "string" } },
  },
  examples: {
    good: ["/bin/true", '"/bin/echo one two"', "/bin/true root", "/bin/true nobody nogroup", "'/bin/echo a' root root"],
    bad: ["", '""', "/bin/true a b c", "'x", '"/bin/sh -c \'x"'],
  },
  json: ({ command, user }) => ({ command, ...(user && jsonOfUser(user)) }),
  print: ({ command, user }) => statement([quoteCommand(command), ...(user ? [printUser(user)] : [])].join(" ")),
  read: (words) => {
    const line = readLine(words, notifyScript.syntax);
    if (line === undefined) return undefined;
    const [text, name, group, ...others] = line.words;
    if (others.length > 0 || (name?.startsWith("-") && !line.quoted)) return refuseUnquoted(words, line);
    const command = text === undefined ? undefined : readVector(words, text, line.place);
    if (command === undefined || name === undefined) return command && { command };
    return { command, user: group === undefined ? { name } : { name, group } };
  },
};

/** The same, or nothing, which is only a wish to be told. */
export const optionalNotifyScript: Type<Runnable | "no script"> = {
  ...notifyScript,
  syntax: `[${notifyScript.syntax}]`,
  schema: { anyOf: [notifyScript.schema, { const: "no script" }] },
  examples: {
    good: ["", ...notifyScript.examples.good],
    bad: notifyScript.examples.bad.filter((words) => words !== ""),
  },
  json: (value) => (value === "no script" ? value : notifyScript.json(value)),
  print: (value) => (value === "no script" ? statement("") : notifyScript.print(value)),
  read: (words) => (peek(words) === undefined ? "no script" : notifyScript.read(words, undefined)),
};

/** `user <name> [<group>]` and the like. */
export const user: Type<User> = {
  syntax: "<user> [<group>]",
  schema: { type: "object", properties: { name: { type: "string" }, group: { type: "string" } } },
  examples: { good: ["nobody", "nobody nogroup"], bad: [""] },
  json: ({ name, group }) => (group === undefined ? { name } : { name, group }),
  print: (value) => statement(printUser(value)),
  read: (words) => {
    const name = need(words, user.syntax);
    const group = name === undefined ? undefined : take(words);
    if (name === undefined) return undefined;
    return group === undefined ? { name: name.text } : { name: name.text, group: group.text };
  },
};

export function jsonOfUser({ name, group }: User): { readonly [key: string]: string } {
  return group === undefined ? { user: name } : { user: name, group };
}

export function printUser({ name, group }: User): string {
  return group === undefined ? quoteWord(name) : `${quoteWord(name)} ${quoteWord(group)}`;
}

/** The raw line behind a script keyword: reference, grammar, section 7. */
export type ScriptLine = {
  readonly words: readonly string[];
  readonly quoted: boolean;
  readonly text: string;
  readonly place: Word["place"];
};

/** All that follows the keyword, in words whose escapes are left for later. */
export function readLine(words: Words, syntax: string): ScriptLine | undefined {
  const first = peek(words);
  if (first === undefined) return void need(words, syntax);
  const line = trim(words.rest);
  words.rest = slice(line, line.text.length);
  const pieces = splitQuoted(line.text);
  if (pieces.kind === "unclosed") {
    const place = placeAt(line, pieces.index);
    return refuse(words, "quote-unclosed", place, "this quote is not closed on its line", CLOSE_QUOTE);
  }
  return { words: pieces.words, quoted: /^["']/.test(line.text), text: line.text, place: first.place };
}

const CLOSE_QUOTE = "put the missing quote; if the text contains `#`, `!` or braces, use `\"` outside and `'` inside";

function refuseUnquoted(words: Words, { text, place }: ScriptLine): undefined {
  const { text: keyword } = words.owner;
  const cure = `put it in quotes: ${keyword} "${text.replace(/"/g, "'")}"`;
  return refuse(words, "script-unquoted", place, "a command with arguments must be quoted as a whole", cure);
}

function readVector(words: Words, command: string, place: Word["place"]): readonly string[] | undefined {
  const vector = splitCommand(command);
  if (vector.kind === "unclosed") {
    return refuse(words, "quote-unclosed", place, "a quote inside the command is not closed", CLOSE_QUOTE);
  }
  const [program = ""] = vector.words;
  if (program === "") return refuse(words, "script-wrong", place, `${quote(words.owner.text)}: the command is empty`);
  // The system ends an argument there.
  if (vector.words.some((word) => word.includes("\0"))) {
    return refuse(words, "script-wrong", place, "a command has no NUL bytes");
  }
  return vector.words;
}
