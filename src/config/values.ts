import { type Duration, SECOND } from "../core/time.ts";
import { splitCommand, splitQuoted } from "./command.ts";
import { placeAt, slice, trim } from "./fragment.ts";
import { nearest } from "./nearest.ts";
import { quote } from "./problem.ts";
import { need, peek, refuse, take, type Words, warn } from "./reader.ts";
import type { Type } from "./schema.ts";
import type { Word } from "./words.ts";

/** A whole number in decimal digits: keepalived takes neither `0x10` nor a unit. */
export function uint(least: number, most: number, unit = ""): Type<number> {
  const syntax = `<${least}..${most}${unit}>`;
  return {
    syntax,
    examples: { good: [`${least}`, `${most}`], bad: ["", `${least - 1}`, `${most + 1}`, "1x", "0x10", '""'] },
    read: (words) => readNumber(words, /^[+-]?\d+$/, least, most, syntax)?.value,
  };
}

/** A time in whole seconds. */
export function wholeSeconds(least: number, most: number): Type<Duration> {
  const { syntax, examples, read } = uint(least, most, " whole seconds");
  return {
    syntax,
    examples,
    show: showSeconds,
    read: (words) => {
      const seconds = read(words, undefined);
      return seconds === undefined ? undefined : seconds * SECOND;
    },
  };
}

/** A time in seconds, with a fraction down to the step; finer ones are rounded, half a step up, with a warning. */
export function seconds(least: number, most: number, step: Duration = 1): Type<Duration> {
  const syntax = `<${least}..${most} seconds>`;
  return {
    syntax,
    examples: {
      good: [`${least}`, `${most}`, `${least + step / SECOND}`],
      bad: ["", `${most + 1}`, "-1", "1s", ".", "1e1"],
    },
    show: showSeconds,
    read: (words) => {
      const number = readNumber(words, /^\+?(\d+\.?\d*|\.\d+)$/, least, most, syntax);
      if (number === undefined) return undefined;
      const exact = number.value * SECOND;
      // The inner rounding takes back what the binary fraction of a decimal one is off.
      const rounded = Math.round(Math.round(exact * 1000) / 1000 / step) * step;
      if (Math.abs(rounded - exact) > 1e-3) {
        warn(words, number.word.place, `${quote(number.word.text)} is rounded to ${rounded / SECOND}`);
      }
      return rounded;
    },
  };
}

function showSeconds(duration: Duration): string {
  return `${duration / SECOND}`;
}

/** The type with zero replaced, and a warning: keepalived does so too. */
export function notZero(type: Type<number>, instead: number, shown: string): Type<number> {
  return corrected(type, (value) => (value === 0 ? instead : value), `cannot be 0: it is taken as ${shown}`);
}

/** The type with more than so much taken as so much, and a warning: what no network survives is a slip of the finger. */
export function atMost(type: Type<number>, most: number): Type<number> {
  return corrected(type, (value) => Math.min(value, most), `of more than ${most} is taken as ${most}`);
}

function corrected(type: Type<number>, correct: (value: number) => number, message: string): Type<number> {
  return {
    ...type,
    read: (words, earlier) => {
      const word = peek(words);
      const value = type.read(words, earlier);
      if (value === undefined || word === undefined || correct(value) === value) return value;
      warn(words, word.place, `${quote(words.owner.text)} ${message}`);
      return correct(value);
    },
  };
}

/** One of several words. */
export function choice<Choice extends string>(...choices: readonly Choice[]): Type<Choice> {
  const syntax = choices.join("|");
  return {
    syntax,
    examples: { good: choices, bad: ["", "something_else", ...choices.map((word) => `${word}x`)] },
    read: (words) => {
      const word = need(words, syntax);
      if (word === undefined) return undefined;
      return choices.find((known) => known === word.text) ?? refuseChoice(words, word, choices);
    },
  };
}

/** The type, of which a second, different value in the same block is refused. */
export function onlyOne<Value>(type: Type<Value>): Type<Value> {
  return {
    ...type,
    read: (words, earlier) => {
      const value = type.read(words, earlier);
      if (value === undefined || earlier === undefined || value === earlier) return value;
      return refuse(words, words.owner.place, `this ${quote(words.owner.text)} contradicts an earlier one`);
    },
  };
}

/** A keyword that says all by standing there. */
export const flag: Type<true> = { syntax: "", examples: { good: [""], bad: [] }, read: () => true };

/** `true on yes` or `false off no`, in lower case only; nothing means true, so that a keyword can stand like a flag. */
export const bool: Type<boolean> = {
  syntax: "[on|off|true|false|yes|no]",
  examples: { good: ["", "on", "off", "true", "false", "yes", "no"], bad: ["On", "1", "maybe"] },
  read: (words) => {
    const word = take(words);
    if (word === undefined || TRUE.includes(word.text)) return true;
    return FALSE.includes(word.text) ? false : refuseChoice(words, word, [...TRUE, ...FALSE]);
  },
};

const TRUE: readonly string[] = ["on", "true", "yes"];
const FALSE: readonly string[] = ["off", "false", "no"];

/** Any word, of at most so many characters. */
export function word(what: string, longest = Number.POSITIVE_INFINITY): Type<string> {
  const syntax = `<${what}>`;
  return {
    syntax,
    examples: { good: ["one", '"two words"'], bad: longest < 1000 ? ["", "x".repeat(longest + 1)] : [""] },
    read: (words) => {
      const found = need(words, syntax);
      if (found === undefined || found.text.length <= longest) return found?.text;
      return refuse(words, found.place, `${quote(found.text)} is longer than ${longest} characters`);
    },
  };
}

/** The name of a network interface, as the kernel accepts them. */
export const interfaceName: Type<string> = {
  syntax: "<interface>",
  examples: { good: ["eth0", "eno16780032", "bond0.100"], bad: ["", "an_interface_too_long", "eth/0", '""', "."] },
  read: (words) => {
    const found = need(words, "<interface>");
    return found === undefined ? undefined : readInterfaceName(words, found);
  },
};

/** The word's text, if the kernel could have an interface of that name; anything else is reported. */
export function readInterfaceName(words: Words, found: Word): string | undefined {
  if (/^(?!\.{1,2}$)[^/\s:]{1,15}$/.test(found.text)) return found.text;
  return refuse(words, found.place, `${quote(found.text)} cannot be the name of an interface`);
}

/** An IPv4 address in its usual form. */
export const ipv4: Type<string> = {
  syntax: "<IPv4 address>",
  examples: { good: ["192.0.2.1", "0.0.0.0"], bad: ["", "192.0.2", "192.0.2.256", "192.0.02.1", "fe80::1", "host"] },
  read: (words) => {
    const found = need(words, "<IPv4 address>");
    return found === undefined ? undefined : readIpv4(words, found, found.text);
  },
};

/** The text, which is (a part of) the word, if it is an IPv4 address; anything else is reported. */
export function readIpv4(words: Words, found: Word, text: string): string | undefined {
  if (text.split(".").length === 4 && text.split(".").every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && +part < 256)) {
    return text;
  }
  if (/^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/.test(text)) {
    return refuse(words, found.place, `IPv6 (${quote(text)}) is not supported by this version yet`);
  }
  return refuse(words, found.place, `${quote(text)} is not an IPv4 address`);
}

/** A command with its arguments, quoted as a whole: its argument vector. */
export const script: Type<readonly string[]> = {
  syntax: '"<command> [<argument> …]"',
  examples: {
    good: ["/bin/true", '"/bin/test -f /run/x"', "'/bin/sh -c \"exit 1\"'", '"killall -0 haproxy"'],
    bad: ["", '""', "/usr/bin/test -f /run/x", '"/bin/echo \\0"', '"/bin/sh -c \'x"', "'x"],
  },
  read: (words) => {
    const first = peek(words);
    if (first === undefined) return void need(words, script.syntax);
    const line = trim(words.rest);
    words.rest = slice(line, line.text.length);
    const pieces = splitQuoted(line.text);
    if (pieces.kind === "unclosed") {
      return refuse(words, placeAt(line, pieces.index), "this quote is not closed on its line", CLOSE_QUOTE);
    }
    const [command, ...others] = pieces.words;
    if (others.length > 0 && !/^["']/.test(line.text)) {
      const cure = `put it in quotes: ${words.owner.text} "${line.text.replace(/"/g, "'")}"`;
      return refuse(words, first.place, "a command with arguments must be quoted as a whole", cure);
    }
    if (others.length > 0) warn(words, first.place, "what follows the quoted command is ignored");
    const vector = splitCommand(command ?? "");
    if (vector.kind === "unclosed") return refuse(words, first.place, "a quote inside the command is not closed");
    if ((vector.words[0] ?? "") === "") return refuse(words, first.place, "the command is empty");
    // The system ends an argument there.
    if (vector.words.some((word) => word.includes("\0")))
      return refuse(words, first.place, "a command has no NUL bytes");
    return vector.words;
  },
};

const CLOSE_QUOTE =
  "put the missing quote; if the command contains `#`, `!` or braces, use `\"` outside and `'` inside";

/** The user as whom a script runs, and the group. Whether there are such is for the machine to say. */
export const user: Type<{ readonly name: string; readonly group?: string }> = {
  syntax: "<user> [<group>]",
  examples: { good: ["nobody", "nobody nogroup"], bad: [""] },
  read: (words) => {
    const name = need(words, user.syntax);
    const group = name === undefined ? undefined : take(words);
    if (name === undefined) return undefined;
    return group === undefined ? { name: name.text } : { name: name.text, group: group.text };
  },
};

/** What a tracker adds to the priority; `reverse` is absent if nothing is said about it. */
export type Weight = { readonly weight: number; readonly reverse?: boolean };

/** A weight of at most ±253: with ±254 a tracker could not be undone, so that keepalived takes it as ±253. */
export const weight: Type<Weight> = {
  syntax: "<-253..253> [reverse|noreverse]",
  show: ({ weight, reverse }) => (reverse === true ? `${weight} reverse` : `${weight}`),
  examples: { good: ["0", "-253", "253", "10 reverse", "10 noreverse"], bad: ["", "255", "-255", "1.5", "ten"] },
  read: (words) => {
    const number = readNumber(words, /^[+-]?\d+$/, -254, 254, "<-253..253>");
    if (number === undefined) return undefined;
    const limited = Math.max(-253, Math.min(253, number.value));
    if (limited !== number.value) {
      warn(words, number.word.place, `${quote(number.word.text)} is taken as ${limited}, the largest weight`);
    }
    const direction = peek(words)?.text;
    if (direction !== "reverse" && direction !== "noreverse") return { weight: limited };
    take(words);
    return { weight: limited, reverse: direction === "reverse" };
  },
};

type NumberWord = { readonly word: Word; readonly value: number };

function readNumber(words: Words, form: RegExp, least: number, most: number, syntax: string): NumberWord | undefined {
  const word = need(words, syntax);
  if (word === undefined) return undefined;
  const value = Number(word.text);
  if (form.test(word.text) && value >= least && value <= most) return { word, value };
  return refuse(words, word.place, `${quote(words.owner.text)} takes ${syntax}, not ${quote(word.text)}`);
}

function refuseChoice(words: Words, word: Word, choices: readonly string[]): undefined {
  const meant = nearest(word.text, choices);
  const message = `${quote(words.owner.text)} takes ${choices.join("|")}, not ${quote(word.text)}`;
  return refuse(words, word.place, message, meant === undefined ? undefined : `did you mean ${quote(meant)}?`);
}
