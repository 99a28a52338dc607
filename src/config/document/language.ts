import { type Check, includeChecks } from "../source/include.ts";

/** A part of the introduction to the language. Backquotes in the texts mark what is written literally. */
export type Passage = { readonly title: string; readonly parts: readonly Part[] };

export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "example"; readonly lines: readonly string[] }
  | { readonly kind: "list"; readonly rows: readonly (readonly [term: string, meaning: string])[] };

const insisting: { readonly [Each in Check]: string } = {
  read: "what is found can be read",
  match: "a name without wildcards is there",
  wildcard_match: "a pattern finds something",
  brace_match: "each alternative in braces finds something",
};

/** What the files consist of, whatever the keywords: for the reference and for the manual. */
export const language: readonly Passage[] = [
  {
    title: "Statements and blocks",
    parts: [
      text(
        "A statement is a keyword with its values, on one line. Words are separated by blanks and tabs; upper and",
        "lower case differ. Some keywords open a block: more statements between `{` and `}`. A brace stands for",
        "itself wherever it is, also glued to a word, and the opening one may stand on the next line.",
      ),
      text(
        "Where a block is a list (of addresses, routes, peers, tracked things), each line is one item, with its",
        "options behind it.",
      ),
      text(
        "A keyword that is given twice in a block counts as it stood last, which is reported; a list goes on with",
        "the items of the second one.",
      ),
      example(
        "vrrp_instance VI_1 {",
        "    interface eth0",
        "    virtual_ipaddress {",
        "        192.0.2.7/24 dev eth1",
        "    }",
        "}",
      ),
    ],
  },
  {
    title: "Comments and quotes",
    parts: [
      text(
        "`#` and `!` start a comment that goes to the end of the line, also in the middle of a word. Between",
        "double quotes they do not, and behind a backslash (`\\#`, `\\!`) they stand for themselves.",
      ),
      text(
        "A text between double quotes is one word with all its blanks, braces and comment signs. No backslash",
        "counts in it, and it ends on its line.",
      ),
    ],
  },
  {
    title: "Commands",
    parts: [
      text(
        "The keywords that take a command want it as one word: a command with arguments is quoted as a whole. In",
        "it, single quotes hold an argument with blanks together, and a backslash takes the meaning from the",
        "character behind it, or gives it one: `\\n`, `\\t`, `\\x41`. There is no shell unless the command names",
        "one. Many of these keywords take a user, and a group, behind the command.",
      ),
      example("vrrp_script running {", "    script \"/usr/bin/test -f '/run/my service'\"", "}"),
    ],
  },
  {
    title: "Includes",
    parts: [
      text(
        "A line with `include` and a file, or a pattern with `*`, `?`, `[…]` and alternatives in braces, is",
        "replaced by the lines of these files in their alphabetical order, wherever it stands. A relative pattern",
        "starts from the directory of the file with the line. Directories, pipes and executable files are passed",
        "over. The forms differ in what they insist on; what they do not insist on is a warning:",
      ),
      { kind: "list", rows: Object.entries(includeChecks).map(([keyword, checks]) => [keyword, insistOn(checks)]) },
      text(
        "`include_check` in `global_defs` adds to these for the lines that follow in its file: without words all",
        "checks, else `read`, `match`, `wildcard_match`, `brace_match`, each with `+` or `-` before it to add or",
        "remove it. The option `-e` does so from the start.",
      ),
      example("includem /etc/keepalived/conf.d/*.conf", "include site-{a,b}.conf"),
    ],
  },
  {
    title: "Conditions",
    parts: [
      text(
        "A line that begins with `@` and a name counts only on the machine of this name, one with `@^` and a name",
        "everywhere else. The name of a machine is what `-i` says, else its node name up to the first dot. So one",
        "file can serve all routers.",
      ),
      example("vrrp_instance VI_1 {", "    @router1   priority 150", "    @^router1  priority 100", "}"),
    ],
  },
  {
    title: "Definitions",
    parts: [
      text(
        "`$NAME=text` at the start of a line gives the rest of the line a name, from there on and in all files",
        "that follow. `${NAME}` stands for the text anywhere, also in quotes; `$NAME` does so before a blank, a",
        "comma, a `)` or the end of the line. Definitions in the text count as they are when it is used. A second",
        "definition of the name replaces the first.",
      ),
      text(
        "A definition whose line ends in a backslash goes on in the next line, up to one that ends in none. It is",
        "used as the last thing in a line, which it turns into several.",
      ),
      text("Some definitions are there from the start:"),
      {
        kind: "list",
        rows: [
          ["${_PWD}", "the directory of this file"],
          ["${_INSTANCE}", "the name that conditions are compared with"],
          ["${_RANDOM}", "a number from 0 to 32767; `${_RANDOM 10}`: from 10 on; `${_RANDOM 10 20}`: from 10 to 20"],
          ["${_ENV NAME}", "what `NAME` is in the environment of the daemon"],
          ["${_HASH}", "`#`"],
          ["${_BANG}", "`!`"],
        ],
      },
      example(
        "$NET=10.1.2",
        "$RHYTHM=advert_int 1 \\",
        "        preempt_delay 5",
        "vrrp_instance A {",
        "    $RHYTHM",
        "    virtual_ipaddress {",
        "        ${NET}.7",
        "    }",
        "}",
      ),
    ],
  },
  {
    title: "Generators",
    parts: [
      text(
        "A line that begins with one of these stands for itself once for each value of a definition. A generator",
        "may follow another: then there is a line for each pair.",
      ),
      {
        kind: "list",
        rows: [
          [
            "~SEQ(NAME, start, step, end) text",
            "for the whole numbers from start to end; step and start may be left out",
          ],
          ["~SEQx(NAME, start, step, end) text", "the same in hexadecimal digits"],
          ["~LST(NAME, one, two) text", "for each of the values"],
          ["~LST({A, B}, {1, 2}, {3, 4}) text", "for each group of values"],
        ],
      },
      example("vrrp_instance VI_1 {", "    virtual_ipaddress {", "        ~SEQ(N, 1, 50) 10.1.2.${N}", "    }", "}"),
    ],
  },
  {
    title: "Values",
    parts: [
      text(
        "Numbers are decimal. Times are in seconds, with decimals where the range shows them, unless another unit",
        "is given. A keyword that can be switched takes `on`, `true` or `yes`, or `off`, `false` or `no`; alone",
        "it means on.",
      ),
    ],
  },
  {
    title: "Order",
    parts: [
      text(
        "What is tracked (a `vrrp_script`, `vrrp_track_process`, `track_file` or `bfd_instance`), a",
        "`track_group`, and every definition must stand above its use. Everything else may stand in any order.",
      ),
    ],
  },
];

function text(...lines: readonly string[]): Part {
  return { kind: "text", text: lines.join(" ") };
}

function example(...lines: readonly string[]): Part {
  return { kind: "example", lines };
}

function insistOn(checks: readonly Check[]): string {
  return checks.length === 0 ? "on nothing" : checks.map((check) => insisting[check]).join("; ");
}
