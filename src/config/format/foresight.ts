/**
 * What can be foreseen of definitions: for each name the length of its text at most, without end if the text may be anything
 * but words of one line. A name that is missing is defined elsewhere, or not at all.
 */
export type Foresight = {
  readonly lengths: Map<string, number>;
  /** The names whose text uses others. */
  readonly derived: Set<string>;
};

export function newForesight(): Foresight {
  // keepalived's own names of the signs that begin a comment.
  return { lengths: new Map(["_HASH", "_BANG"].map((name) => [name, ODD])), derived: new Set() };
}

const ODD = Number.POSITIVE_INFINITY;

/**
 * A later definition of the same name may stand under a condition: then either counts. If it is longer, the texts that use
 * the name are too, and may be a part of it.
 */
export function noteDefinition(foresight: Foresight, name: string, text: string): void {
  const { lengths, derived } = foresight;
  const [before, length] = [lengths.get(name), lengthOf(foresight, text)];
  if (length !== ODD && text.includes("$")) derived.add(name);
  lengths.set(name, Math.max(before ?? 0, length));
  if (before !== undefined && before < length) {
    for (const other of derived) lengths.set(other, ODD);
    derived.clear();
  }
  noteHidden(foresight, text);
}

/** Where a text may define something only after definitions in it have been replaced, or in repetitions. */
export function noteHidden(foresight: Foresight, text: string): void {
  for (const [, name = ""] of text.matchAll(/\$([A-Za-z_]\w*)=/g)) noteDefinition(foresight, name, "$");
  for (const [list] of text.matchAll(/~(?:SEQx?|LST)[\s\u200b\u2060]*\([^)]*/gu)) {
    for (const [name] of list.matchAll(/[A-Za-z_]\w*/g)) noteDefinition(foresight, name, "$");
  }
}

/** By how much the uses of definitions lengthen a line at most; nothing if one is unknown, without end if one is odd. */
export function growthOf({ lengths }: Foresight, code: string): number | undefined {
  if (!code.includes("$")) return 0;
  if (hasStray(code) || PART_OF_INCLUDE.test(code)) return ODD;
  let growth = 0;
  let known = true;
  for (const [, braced, bare = ""] of code.matchAll(USE)) {
    const length = lengths.get(braced ?? bare);
    growth += length ?? 0;
    known &&= length !== undefined;
  }
  if (known || growth === ODD) return growth;
  return MEANT_BY_PLACE.test(code) ? ODD : undefined;
}

const USE = /\$(?:\{([A-Za-z_]\w*)(?: [\w -]*)?\}|([A-Za-z_]\w*)(?=[\s\u200b\u2060,)]|$))/gu;

/** What is unknown may be nothing: then these may begin the line, or a brace be what an include names. */
const MEANT_BY_PLACE = /(?:\}|\$\w+)[\s\u200b\u2060]*[@~]|include/u;

/** A use that may complete the keyword, so that braces behind it belong to a pattern. */
const PART_OF_INCLUDE = /(?:^|[\s\u200b\u2060{}])i(?:n(?:c(?:l(?:u(?:de?)?)?)?)?)?[rmwba]?\$/u;

/** Whether there is a `$` of which it depends on its surroundings whether it belongs to a use. */
function hasStray(code: string): boolean {
  // A backslash hides a `$` or a quote from those who look for braces, but not from those who look for uses or words.
  if (/\\[$"]/.test(code)) return true;
  const masked = code.replace(USE, "_");
  return masked.includes("$") && masked.replace(/"[^"]*"/g, "").includes("$");
}

/**
 * Only words: they hide and open nothing and, at the beginning of a line, are no include. Uses in braces of such
 * definitions may be among them.
 */
function lengthOf({ lengths }: Foresight, text: string): number {
  if (!PLAIN.test(text) || "include".startsWith(text.slice(0, 7))) return ODD;
  if (text.split('"').length % 2 === 0) return ODD;
  let length = text.length;
  for (const [, name = ""] of text.matchAll(/\$\{(\w+)\}/g)) length += NESTING + (lengths.get(name) ?? ODD);
  return length;
}

/** Each level counts, so that a text is too long before it is too deep for the reader. */
const NESTING = 40;

const PLAIN = /^(?:[^'\\{}#!$@~\0]|\$\{[A-Za-z_]\w*\})*$/;
