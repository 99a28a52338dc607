import { readFileSync } from "node:fs";
import { repositoryFile } from "../../config/golden.ts";

/** A row of test/config/keywords.tsv: a keyword of keepalived 2.4.3 in its block. */
export type Row = {
  /** `vrrp_instance/authentication auth_type`, as `namesIn` gives it. */
  readonly name: string;
  readonly keyword: string;
  /** Whether it is complained of by keepalived itself, however it is used. */
  readonly deprecated: boolean;
  /** Whether something may be wrong about what follows it: not where any name will do, or a block. */
  readonly takesWords: boolean;
};

export function readRows(): Row[] {
  const lines = readFileSync(repositoryFile("test/config/keywords.tsv"), "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) => {
    const [path = "", spelling = "", shape = "", , , note = ""] = line.split("\t");
    const keyword = spelling.replace(/^\[type\] /, "");
    return {
      name: `${path} ${keyword}`,
      keyword,
      deprecated: /DEPRECATED|reported as an error|not supported/.test(note),
      takesWords: shape !== "" && !shape.includes("{ ") && !/^\[<[a-z ]+>\]$/.test(shape),
    };
  });
}

/**
 * The keywords that stand in a text, as `block/block keyword`. It splits at blanks and braces only: the files of the
 * corpus are written so that this is enough, and what a language makes of them is not to be known here.
 */
export function namesIn(text: string): string[] {
  const blocks: string[] = [];
  let last = "";
  return text
    .split("\n")
    .flatMap(partsOf)
    .flatMap((part) => {
      if (part === "}") blocks.pop();
      else if (part === "{") blocks.push(last);
      else {
        const words = part.split(/\s+/);
        last = words[0] ?? "";
        return [...preprocessorNames(last), ...keywordNames(blocks.join("/"), words)];
      }
      return [];
    });
}

/** A line without its comment and what is quoted, cut at its braces. */
function partsOf(line: string): string[] {
  const bare = line.replaceAll(/"[^"]*"/g, '""').replace(/[#!].*/, "");
  return bare.split(/([{}])/).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

function preprocessorNames(word: string): string[] {
  const match = /^(?:include\w?$|@|\$\w+=|~\w+)/.exec(word);
  if (match === null) return [];
  return [`(preprocessor) ${word.startsWith("$") ? "$NAME=" : match[0]}`];
}

function keywordNames(path: string, words: readonly string[]): string[] {
  const [first = ""] = words;
  if (path === "") return [`(root) ${first}`];
  if (path === "virtual_server_group") return [`${path}:args ${shapeOfEntry(first)}`];
  const vocabulary = VOCABULARIES[path.replace(/^vrrp_instance\//, "")];
  if (vocabulary === undefined) return [`${path} ${first}`];
  // An option stands anywhere in the line, some are two words, and the address or destination has no name.
  const options = [...words, ...words.map((word, at) => `${word} ${words[at + 1]}`)];
  return [...options, "<ip>[/<len>]", "[to] [<type>] <dest>"].map((option) => `${vocabulary}:args ${option}`);
}

function shapeOfEntry(word: string): string {
  if (word === "fwmark") return word;
  return word.includes("-") ? "<ip>-<end>" : word.includes("/") ? "<ip>/<mask>" : "<ip>";
}

/** The blocks whose lines are words of ip-address(8), ip-route(8) and ip-rule(8), and the block that names these words. */
const VOCABULARIES: Readonly<Record<string, string>> = {
  virtual_ipaddress: "virtual_ipaddress",
  virtual_ipaddress_excluded: "virtual_ipaddress",
  static_ipaddress: "virtual_ipaddress",
  virtual_routes: "virtual_routes",
  static_routes: "virtual_routes",
  virtual_rules: "virtual_rules",
  static_rules: "virtual_rules",
};
