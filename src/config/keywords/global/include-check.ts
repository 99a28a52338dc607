import { quote } from "../../problem.ts";
import { refuse, take, type Words } from "../../reader.ts";
import type { Type } from "../../schema.ts";
import { allChecks } from "../../source/include.ts";
import type { Word } from "../../source/words.ts";
import { statement } from "../../types/statement.ts";
import { refuseChoice } from "../../types/text.ts";

/**
 * What the includes behind it insist on, word by word; no words: all. It counts while the text is read, in
 * `source/source.ts`; here it is only looked at.
 */
export const includeCheck: Type<readonly string[]> = {
  syntax: `[[+|-]${allChecks.join("|")} …]`,
  schema: { type: "array", items: { type: "string" } },
  examples: {
    good: ["", "read", "match +read", "+match -wildcard_match", "-brace_match"],
    bad: ["reading", "read match", "+match read", "+"],
  },
  repeats: true,
  json: (value) => value,
  print: (value) => statement(value.join(" ")),
  read: (words) => {
    const found: string[] = [];
    for (let word = take(words); word !== undefined; word = take(words)) {
      if (!isRight(words, word, found.length === 0)) return undefined;
      found.push(word.text);
    }
    return found;
  },
};

/** Reference: grammar, section 4: a plain word begins anew, so that it can only be the first. */
function isRight(words: Words, word: Word, first: boolean): boolean {
  const { text, place } = word;
  const [, sign, name = ""] = /^([+-]?)(.*)$/su.exec(text) ?? [];
  if (!allChecks.some((check) => check === name)) {
    refuseChoice(words, { text: name, place }, allChecks);
    return false;
  }
  if (sign !== "" || first) return true;
  refuse(words, "value-wrong", place, `${quote(text)} can only be the first word`, `write +${text} or -${text}`);
  return false;
}
