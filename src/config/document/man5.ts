import { features } from "../features.ts";
import { root } from "../keywords/root.ts";
import { type Chapter, chaptersOf, type Entry, reloadCosts, shorten, subjectOf, titleOf } from "./chapters.ts";
import type { Invocation } from "./invocation.ts";
import { language, type Part } from "./language.ts";
import { head, seeAlso } from "./manual.ts";
import { argument, example, literal, prose, sentence, syntax, termList } from "./roff.ts";

/** The page of the manual on the configuration: man/keepalived.conf.5. */
export function renderConfigurationPage(program: Pick<Invocation, "version" | "date">): string {
  const lines = [
    ...head("KEEPALIVED.CONF", 5, program),
    ".Sh NAME",
    ".Nm keepalived.conf",
    ".Nd configuration of keepalived",
    ".Sh SYNOPSIS",
    `.Pa ${FILE}`,
    ...description,
    ".Sh LANGUAGE",
    ...language.flatMap(({ title, parts }) => [`.Ss ${title}`, ...paragraphs(parts.map(renderPart))]),
    ...reloads,
    ...chaptersOf(root).flatMap(renderChapter),
    ...ending,
  ];
  return `${lines.join("\n")}\n`;
}

const FILE = "/etc/keepalived/keepalived.conf";

/** For the manual: two routers share an address, which goes where haproxy runs. */
export const sampleConfiguration: readonly string[] = [
  "global_defs {",
  "    script_user root",
  "    enable_script_security",
  "}",
  "vrrp_script chk_haproxy {",
  '    script "killall -0 haproxy"',
  "    interval 2",
  "    weight 30",
  "}",
  "vrrp_instance VI_1 {",
  "    interface eth0",
  "    virtual_router_id 51",
  "    @router1   priority 120",
  "    @^router1  priority 100",
  "    virtual_ipaddress {",
  "        192.0.2.7/24",
  "    }",
  "    track_script {",
  "        chk_haproxy",
  "    }",
  "}",
];

const description: readonly string[] = [
  ".Sh DESCRIPTION",
  ...prose(
    "The file says which addresses this router shares with others, what has to work for it to hold them, and what else is done when they come and go. A file that keepalived reads without a complaint means the same here. Every mistake is reported with its file, line and column; a file with errors is not started with, and not taken over by a reload.",
  ),
  ".Pp",
  ".Ic keepalived -t",
  "checks the file,",
  ".Ic keepalived config",
  "prints it as it was understood.",
];

const reloads: readonly string[] = [
  ".Sh RELOADS",
  ...prose("Each keyword says what a changed value costs when the daemon reads the file anew:"),
  ...termList(Object.entries(reloadCosts).map(([cost, meaning]) => [`Em ${cost}`, sentence(meaning)])),
];

const ending: readonly string[] = [
  ".Sh FILES",
  ...termList([[`Pa ${FILE}`, prose("The configuration, if no other is named with `-f`.")]]),
  ".Sh EXAMPLES",
  ...prose("The same file for two routers. The address is on router1 as long as haproxy runs there:"),
  ...example(sampleConfiguration),
  ...seeAlso(["keepalived", 8], ["ip-address", 8], ["ip-route", 8], ["ip-rule", 8], ["ipvsadm", 8]),
  ".Sh STANDARDS",
  "RFC 9568 (VRRP version 3), RFC 3768 (VRRP version 2), RFC 5880 (BFD).",
];

function renderPart(part: Part): readonly string[] {
  switch (part.kind) {
    case "text":
      return prose(part.text);
    case "example":
      return example(part.lines);
    case "list":
      return termList(part.rows.map(([term, meaning]) => [`Ic ${argument(literal(term))}`, sentence(meaning)]));
  }
}

/** A blank line between texts; lists and examples bring their own. */
function paragraphs(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.flatMap((lines, index) => (index > 0 && !lines[0]?.startsWith(".B") ? [".Pp", ...lines] : lines));
}

function renderChapter(chapter: Chapter): readonly string[] {
  const { homes, entries, missing } = chapter;
  const subject = subjectOf(chapter);
  const [home, ...others] = homes;
  const [title, macro] = home === undefined ? ["OUTSIDE THE BLOCKS", ".Sh"] : [titleOf(home.path), macroFor(home.path)];
  const statements = [...new Set(homes.map(({ statement }) => syntax(statement)))];
  const elsewhere = others.map(({ path }) => `\`${titleOf(path)}\``).join(", ");
  const remarks = [
    ...(missing === undefined ? [] : [`Read and checked, but not done yet: ${features[missing].title}.`]),
    ...(others.length === 0 ? [] : [`The same holds in ${elsewhere}.`]),
  ];
  return [
    `${macro} ${title}`,
    ...(subject === undefined ? [] : prose(subject)),
    ...(home === undefined ? [] : [".Bd -ragged -offset indent", ...separated(statements), ".Ed"]),
    ...(remarks.length === 0 ? [] : [".Pp", ...remarks.flatMap(prose)]),
    ...termList(entries.map((entry) => [termOf(entry), meaningOf(entry)])),
  ];
}

function separated(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) => (index === 0 ? [line] : [".Pp", line]));
}

function macroFor(path: string): string {
  return path.includes("/") ? ".Ss" : ".Sh";
}

function termOf({ name, syntax: form, inside }: Entry): string {
  const shown = inside === undefined ? form : shorten(form);
  return `Ic ${argument(literal(name))}${shown === "" ? "" : ` No ${argument(syntax(shown))}`}`;
}

function meaningOf({ doc, otherwise, onChange, notes }: Entry): readonly string[] {
  const facts = [
    ...(otherwise === undefined ? [] : [otherwise === "required" ? "Required." : `Default: ${otherwise}.`]),
    ...(onChange === undefined ? [] : [`Reload: ${onChange}.`]),
  ];
  return [...prose(doc), ...prose(facts.join(" ")), ...notes.flatMap(prose)].filter((line) => line !== "");
}
