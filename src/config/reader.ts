import type { ProblemKind } from "./catalogue.ts";
import type { IprouteNames } from "./iproute-names.ts";
import { type Cure, quote, type Report } from "./problem.ts";
import { type AnyTable, type Block, isKeyword, type Keyword, type Table } from "./schema.ts";
import { type Fragment, slice } from "./source/fragment.ts";
import { lineOf, type Place } from "./source/place.ts";
import type { Token, TokenList } from "./source/tokens.ts";
import { type Split, splitWord, type Word } from "./source/words.ts";
import { refuseStray } from "./stray.ts";

/** Reads tokens by tables of keywords; after a mistake it goes on with the next statement. */
export type Reader = {
  readonly tokens: TokenList;
  position: number;
  /** The blocks around the present position, the outermost first. */
  readonly enclosing: Enclosing[];
  readonly report: Report;
  readonly names: IprouteNames;
};

/** `path`: the names of the blocks down to this one, joined with `/`. */
export type Enclosing = { readonly path: string; readonly table: AnyTable };

/** The words behind a keyword (or behind the first word of an item), of which a type takes what it needs. */
export type Words = { readonly owner: Word; rest: Fragment; readonly reader: Reader };

/** Reports a problem and returns nothing, which is what a type returns for words that are wrong. */
export function refuse(words: Words, kind: ProblemKind, place: Place, message: string, cure?: Cure): undefined {
  words.reader.report(kind, place, message, cure);
}

/** Reports a word that the syntax does not allow. */
export function refuseValue(words: Words, word: Word, syntax: string): undefined {
  const message = `${quote(words.owner.text)} takes ${syntax}, not ${quote(word.text)}`;
  return refuse(words, "value-wrong", word.place, message);
}

/** The next word without taking it. */
export function peek(words: Words): Word | undefined {
  return splitWord(words.rest)?.word;
}

export function take(words: Words): Word | undefined {
  const split = splitWord(words.rest);
  return split === undefined ? undefined : accept(words, split);
}

function accept(words: Words, split: Split): Word | undefined {
  words.rest = split.rest;
  if (!split.unterminated) return split.word;
  return refuse(
    words,
    "quote-unclosed",
    split.word.place,
    "this quote is not closed on its line",
    'put the missing `"`',
  );
}

/** The next word; its absence is reported. */
export function need(words: Words, syntax: string): Word | undefined {
  const split = splitWord(words.rest);
  if (split !== undefined) return accept(words, split);
  return refuse(words, "value-missing", words.owner.place, `${quote(words.owner.text)} needs a value: ${syntax}`);
}

/** Everything up to the end of the file. */
export function readRoot<Values>(reader: Reader, table: Table<Values>): Contents<Values> {
  const root = { given: {}, places: {} };
  readStatements(reader, "", table, root, undefined);
  return root;
}

/** The keywords between the braces that must follow; they are added to those of the earlier block. */
export function readBlock<Values>(
  words: Words,
  table: Table<Values>,
  earlier: Block<Values>,
): Block<Values> | undefined {
  const named = earlier.name === words.owner ? "" : ` ${earlier.name.text}`;
  const opening = openBlock(words, words.owner.text + named);
  if (opening === undefined) return undefined;
  const block = { given: { ...earlier.given }, places: { ...earlier.places } };
  readStatements(words.reader, pathInto(words), table, block, opening);
  return { name: earlier.name, ...block };
}

/** The lines between the braces that must follow: each is one item, whose first word is the owner of the rest. */
export function* readItems(words: Words): Generator<Words> {
  const { owner, reader } = words;
  const extra = peek(words);
  if (extra !== undefined) {
    words.rest = slice(words.rest, words.rest.text.length);
    const message = `${quote(extra.text)} stands before the list of ${quote(owner.text)}`;
    reader.report("words-before-block", extra.place, message, "write it between the braces");
  }
  const opening = openBlock(words, words.owner.text);
  if (opening === undefined) return;
  reader.enclosing.push({ path: pathInto(words), table: {} });
  for (let line = nextLine(reader, opening); line !== undefined; line = nextLine(reader, opening)) {
    const item: Words = { owner, rest: line, reader };
    const first = take(item);
    if (first !== undefined) yield { owner: first, rest: item.rest, reader };
    if (atBlock(reader)) refuseBlock(reader, `${quote(owner.text)} holds one item on each line, and no blocks`);
  }
  reader.enclosing.pop();
}

/**
 * Pairs of an option and its value, in any order, to the end of the line; nothing if one of them is wrong. `first` is for
 * an option that has been taken already.
 */
export function readOptions<Values>(
  words: Words,
  table: Table<Values>,
  first: Word | undefined = take(words),
): Given<Values> | undefined {
  const given: Given<Values> = {};
  for (let option = first; option !== undefined; option = take(words)) {
    if (!isKeyword(table, option.text)) return refuseOption(words, option, table);
    if (!readOption(words, option, option.text, table, given)) return undefined;
  }
  return given;
}

/** The same, up to the first word that is no option. */
export function readLeadingOptions<Values>(words: Words, table: Table<Values>): Given<Values> | undefined {
  const given: Given<Values> = {};
  for (let next = peek(words); next !== undefined && isKeyword(table, next.text); next = peek(words)) {
    const option = take(words);
    if (option === undefined || !readOption(words, option, next.text, table, given)) return undefined;
  }
  return given;
}

/** Adds the value of the option whose name has been taken; whether it is right. */
export function readOption<Values>(
  words: Words,
  option: Word,
  name: keyof Values & string,
  table: Table<Values>,
  given: Given<Values>,
): boolean {
  const target = canonical(table, name);
  const { deprecated } = table[name];
  if (deprecated !== undefined) {
    words.reader.report("keyword-deprecated", option.place, `${quote(option.text)} is outdated`, deprecated);
  }
  if (Object.hasOwn(given, target) && !mayRepeat(words, option, table[target])) return false;
  const value: Words = { owner: option, rest: words.rest, reader: words.reader };
  const good = readValue(value, table, given, target);
  words.rest = value.rest;
  return good;
}

function mayRepeat({ reader }: Words, { text, place }: Word, { once, type }: Keyword<unknown>): boolean {
  if (type.repeats) return true;
  if (once) reader.report("item-option", place, `${quote(text)} is given twice`, "leave one out");
  else reader.report("value-repeated", place, `${quote(text)} again: the last one counts`, "leave one out");
  return !once;
}

/** Says what is wrong with a word that is no option of the table. */
export function refuseOption(words: Words, word: Word, table: AnyTable): undefined {
  const { report, enclosing } = words.reader;
  return refuseStray(report, word, [...enclosing, { path: enclosing.at(-1)?.path ?? "", table }], ONE_A_LINE);
}

const ONE_A_LINE = "write one item on each line";

export type Given<Values> = { -readonly [Name in keyof Values]?: Values[Name] };
type Places<Values> = { -readonly [Name in keyof Values]?: Place };
type Contents<Values> = { readonly given: Given<Values>; readonly places: Places<Values> };
type Opening = { readonly title: string; readonly brace: Place };

function readStatements<Values>(
  reader: Reader,
  path: string,
  table: Table<Values>,
  contents: Contents<Values>,
  opening: Opening | undefined,
): void {
  reader.enclosing.push({ path, table });
  for (let line = nextLine(reader, opening); line !== undefined; line = nextLine(reader, opening)) {
    const split = splitWord(line);
    if (split === undefined) continue;
    const words: Words = { owner: split.word, rest: split.rest, reader };
    if (isKeyword(table, split.word.text)) {
      readStatement(words, table, contents, split.word.text);
      if (atBlock(reader)) refuseBlock(reader, `${quote(split.word.text)} takes no block`);
    } else {
      refuseStray(reader.report, split.word, reader.enclosing);
      skipBlock(reader);
    }
  }
  reader.enclosing.pop();
}

function readStatement<Values, Name extends keyof Values & string>(
  words: Words,
  table: Table<Values>,
  contents: Contents<Values>,
  name: Name,
): void {
  const { owner, reader } = words;
  const { place, text: written } = owner;
  const { deprecated, outdated, once } = table[name];
  if (deprecated !== undefined) reader.report("keyword-deprecated", place, `${quote(written)} is outdated`, deprecated);
  if (outdated !== undefined) reader.report("keyword-outdated", place, `${quote(written)} is outdated`, outdated);
  const target = canonical(table, name);
  const { type } = table[target];
  const first = contents.places[target];
  contents.places[target] = place;
  if (!readValue(words, table, contents.given, target)) return;
  if (first !== undefined && type.repeats === undefined) {
    const again = `${quote(written)} again, after ${lineOf(first, place)}`;
    if (once) reader.report("keyword-twice", place, `${again}: only one is possible`, "remove one of the two");
    else reader.report("value-repeated", place, `${again}: the last one counts`, "remove one of the two");
  }
  const extra = peek(words);
  if (extra === undefined) return;
  const takes = type.syntax === "" ? "no value" : type.syntax;
  reader.report("words-surplus", extra.place, `${quote(extra.text)} is ignored: ${quote(written)} takes ${takes}`);
}

/** The row that a name stands for: itself, or what it is another spelling of. */
function canonical<Values>(table: Table<Values>, name: keyof Values & string): keyof Values & string {
  const { alias } = table[name];
  return alias !== undefined && isKeyword(table, alias) ? alias : name;
}

function readValue<Values, Name extends keyof Values>(
  words: Words,
  table: Table<Values>,
  given: Given<Values>,
  name: Name,
): boolean {
  const value = table[name].type.read(words, given[name] ?? undefined);
  if (value === undefined) return false;
  // Taken out first, so that the order of the names is that in which they stood last.
  if (Object.hasOwn(given, name)) delete given[name];
  given[name] = value;
  return true;
}

/** The next line of the present block; nothing behind its closing brace, which is then taken. */
function nextLine(reader: Reader, opening: Opening | undefined): Fragment | undefined {
  for (;;) {
    if (opening !== undefined && reader.tokens.kindAt(reader.position) === "close") {
      reader.position++;
      return undefined;
    }
    const token = reader.tokens.at(reader.position);
    if (token === undefined || (opening !== undefined && isOutside(reader, token))) {
      if (opening !== undefined) reportUnclosed(reader, opening, token);
      return undefined;
    }
    if (token.kind === "open") {
      refuseBlock(reader, "no block is expected here");
      continue;
    }
    reader.position++;
    if (token.kind === "text") return token.fragment;
    reader.report("brace-extra", token.place, "this `}` closes nothing");
  }
}

/** Whether a line opens a block that belongs further out: then a closing brace has been forgotten before it. */
function isOutside(reader: Reader, token: Token): boolean {
  if (token.kind !== "text" || reader.tokens.kindAt(reader.position + 1) !== "open") return false;
  const name = splitWord(token.fragment)?.word.text ?? "";
  const inner = reader.enclosing.at(-1);
  if (inner === undefined || isKeyword(inner.table, name)) return false;
  return reader.enclosing.some(({ table }) => isKeyword(table, name));
}

function reportUnclosed(reader: Reader, { title, brace }: Opening, before: Token | undefined): void {
  const until =
    before?.kind === "text" ? `before line ${before.fragment.place.line.number}` : "before the end of the file";
  reader.report("block-unclosed", brace, `the block ${quote(title)} is not closed ${until}`, `put a \`}\` ${until}`);
}

function openBlock(words: Words, title: string): Opening | undefined {
  const { owner, reader } = words;
  const token = reader.tokens.at(reader.position);
  if (token?.kind !== "open") {
    const message = `${quote(owner.text)} needs a block`;
    return refuse(words, "block-missing", owner.place, message, "put `{` behind it, and `}` at the end");
  }
  reader.position++;
  return { title, brace: token.place };
}

function atBlock({ tokens, position }: Reader): boolean {
  return tokens.kindAt(position) === "open";
}

/** Passes over the block that begins here. */
function refuseBlock(reader: Reader, message: string): void {
  const token = reader.tokens.at(reader.position);
  if (token?.kind !== "open") return;
  reader.report("block-unexpected", token.place, message);
  skipBlock(reader);
}

/** Passes over a block with all it contains, if one begins here. */
function skipBlock(reader: Reader): void {
  let depth = 0;
  do {
    const kind = reader.tokens.kindAt(reader.position);
    if (depth === 0 && kind !== "open") return;
    if (kind === "open") depth++;
    if (kind === "close") depth--;
    reader.position++;
  } while (depth > 0 && reader.position < reader.tokens.length);
}

function pathInto(words: Words): string {
  const around = words.reader.enclosing.at(-1)?.path ?? "";
  return around === "" ? words.owner.text : `${around}/${words.owner.text}`;
}
