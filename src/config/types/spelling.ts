/** A word as it is written in a file so that it is read as this text; a double quote in it cannot be written. */
export function quoteWord(text: string): string {
  return /^[^\s"{}#!$@~\\\u200b\u2060]+$/u.test(text) ? text : `"${text}"`;
}

/** A command as one quoted word: what `splitQuoted` and then `splitCommand` make of it is the vector again. */
export function quoteCommand(vector: readonly string[]): string {
  return `"${vector.map(quoteArgument).join(" ")}"`;
}

/** A text as one quoted word: what `splitQuoted` and then `interpretEscapes` make of it is the text again. */
export function quoteEscaped(text: string): string {
  return `"${quoteArgument(text)}"`;
}

/** A double quote, a comment sign or a brace would end or cut the word before any escape counts. */
function quoteArgument(argument: string): string {
  if (argument === "") return "''";
  return argument.replace(/[^\w./:=@%+,-]/gu, (character) => {
    if (/["$\p{Cc}]/u.test(character)) return `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`;
    return /\p{ASCII}/u.test(character) || /\s/u.test(character) ? `\\${character}` : character;
  });
}
