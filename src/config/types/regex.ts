import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { need, refuse, take, type Words } from "../reader.ts";
import type { Type } from "../schema.ts";
import type { Word } from "../source/words.ts";
import { interpretEscapes } from "./command.ts";
import { uint } from "./numbers.ts";
import { readLine, type ScriptLine } from "./script.ts";
import { quoteEscaped } from "./spelling.ts";
import { statement } from "./statement.ts";

/** A regular expression (PCRE2) as one word, in which a backslash of the expression is written twice. */
export const regex: Type<string> = {
  syntax: '"<regular expression>"',
  schema: { type: "string" },
  examples: { good: ["^ok", '"a b"', "'say \"ok\"'", '"a\\\\.b$"', '"a\\tb"'], bad: ["", '""', '"a', "a b"] },
  json: (value) => value,
  print: (value) => statement(quoteEscaped(value)),
  read: (words) => {
    const line = readLine(words, regex.syntax);
    if (line === undefined) return undefined;
    const [text = "", ...others] = line.words;
    if (others.length > 0) {
      const message = "a regular expression with blanks must be quoted as a whole";
      return refuse(words, "value-wrong", line.place, message);
    }
    if (text === "") return refuse(words, "value-wrong", line.place, "an empty regular expression matches anything");
    warnOfEscapes(words, line, text);
    return interpretEscapes(text);
  },
};

/** Of `\.` the dot is left, of `\d` the letter, `\b` is a backspace: hardly what the author of an expression means. */
function warnOfEscapes(words: Words, { place }: ScriptLine, text: string): void {
  const pairs = text.match(/\\./gsu) ?? [];
  const written = pairs.find((pair) => /^\\[^\\acefnrtvEx0-7"']$/u.test(pair));
  if (written === undefined) return;
  const seen = quote(interpretEscapes(written));
  const message = `${quote(written)} is interpreted first: the regular expression has ${seen} there`;
  words.reader.report("regex-escape", place, message, "write each backslash of the expression twice");
}

const options: readonly string[] = `
  allow_empty_class alt_bsux alt_circumflex alt_verbnames auto_callout caseless dollar_endonly dotall dupnames extended
  firstline match_unset_backref multiline never_backslash_c never_ucp never_utf no_auto_capture no_auto_possess
  no_dotstar_anchor no_start_optimize ucp ungreedy use_offset_limit utf`
  .trim()
  .split(/\s+/);

/** Names of PCRE2's options; each further line adds some. keepalived passes over a name that it does not know. */
export const regexOptions: Type<readonly string[]> = {
  syntax: "<PCRE2 option> …",
  schema: { type: "array", items: { enum: options } },
  examples: { good: ["caseless", "utf dotall multiline"], bad: ["", "ignorecase", "caseless x"] },
  repeats: true,
  json: (value) => value,
  print: (value) => statement(value.join(" ")),
  read: (words, earlier = []) => {
    const found = new Set(earlier);
    for (let word = need(words, regexOptions.syntax); word !== undefined; word = take(words)) {
      if (!options.includes(word.text)) return refuseOption(words, word);
      found.add(word.text);
    }
    return found.size === 0 ? undefined : [...found];
  },
};

function refuseOption(words: Words, { text, place }: Word): undefined {
  const message = `${quote(text)} is no option of PCRE2 that keepalived knows`;
  return refuse(words, "value-wrong", place, message, suggest(text, options));
}

/** Sizes in bytes of the stack that the compiled expression runs on. */
export type RegexStack = { readonly start: number; readonly most: number };

const size = uint(1, 2_147_483_647);

export const regexStack: Type<RegexStack> = {
  syntax: "<start bytes> <most bytes>",
  schema: { type: "object", properties: { start: size.schema, most: size.schema } },
  examples: { good: ["32768 524288"], bad: ["", "32768", "small large", "0 1"] },
  json: (value) => ({ ...value }),
  print: ({ start, most }) => statement(`${start} ${most}`),
  read: (words) => {
    const start = size.read(words, undefined);
    const most = start === undefined ? undefined : size.read(words, undefined);
    return start === undefined || most === undefined ? undefined : { start, most };
  },
};
