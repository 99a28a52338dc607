import { type OptionText, renderOptionList } from "../config/document/invocation.ts";
import { signalRows } from "../host/signals.ts";

/** The options of keepalived 2.4.3, reference: interfaces, section 1. Help, parser and refusals come from these rows. */
export const optionRows = [
  { short: "f", long: "use-file", argument: "FILE", does: "read this configuration (/etc/keepalived/keepalived.conf)" },
  { short: "P", long: "vrrp", does: "run only VRRP; there is nothing else yet" },
  { short: "C", long: "check", does: "run only the health checkers", refused: true },
  { short: "B", long: "no_bfd", does: "do not run BFD; there is none yet" },
  { long: "all", does: "run all parts even without configuration for them", refused: true },
  { short: "l", long: "log-console", does: "log to the console as well; only with -n" },
  { short: "D", long: "log-detail", does: "log in detail" },
  { short: "S", long: "log-facility", argument: "FACILITY", does: "0-7, local0-local7, user or daemon (daemon)" },
  { short: "g", long: "log-file", argument: "[FILE]", does: "log to a file as well", refused: true },
  { long: "flush-log-file", does: "flush the log file after every line", refused: true },
  { short: "G", long: "no-syslog", does: "do not log to syslog" },
  { short: "u", long: "umask", argument: "MASK", does: "umask for the files it writes (0177)" },
  { short: "X", long: "release-vips", does: "remove addresses not known to be set", refused: true },
  { short: "V", long: "dont-release-vrrp", does: "leave the addresses in place at the end", refused: true },
  { short: "I", long: "dont-release-ipvs", does: "leave IPVS in place at the end", refused: true },
  { short: "R", long: "dont-respawn", does: "no child is started again; there are none" },
  { short: "n", long: "dont-fork", does: "stay in the foreground" },
  { short: "d", long: "dump-conf", does: "log the configuration at the start", refused: true },
  { short: "p", long: "pid", argument: "FILE", does: "pid file (/run/keepalived.pid)" },
  { short: "r", long: "vrrp_pid", argument: "FILE", does: "pid file of VRRP (/run/vrrp.pid)" },
  {
    short: "c",
    long: "checkers_pid",
    argument: "FILE",
    does: "pid file of the checkers; written only while there are any",
  },
  { short: "b", long: "bfd_pid", argument: "FILE", does: "pid file of BFD; written only while there is any" },
  { short: "a", long: "address-monitoring", does: "log every address added or deleted", refused: true },
  { short: "x", long: "snmp", does: "answer SNMP", refused: true },
  { short: "A", long: "snmp-agent-socket", argument: "ADDRESS", does: "AgentX master", refused: true },
  { short: "s", long: "namespace", argument: "NAME", does: "run in this network namespace", refused: true },
  { short: "m", long: "core-dump", does: "allow core dumps", refused: true },
  {
    short: "M",
    long: "core-dump-pattern",
    argument: "[PATTERN]",
    does: "set the pattern of core dumps",
    refused: true,
  },
  { short: "e", long: "all-config", does: "an include that finds nothing is an error" },
  { short: "i", long: "config-id", argument: "ID", does: "the id that @ID lines are for (the host's name)" },
  {
    long: "signum",
    argument: signalRows.map(({ name }) => name).join("|"),
    does: "print the number of the signal that asks for this",
  },
  { short: "t", long: "config-test", argument: "[FILE]", does: "check the configuration, report to FILE, and end" },
  { short: "T", long: "genhash", does: "compute the digest of a page", refused: true },
  { long: "ignore-sigint", does: "do not end on SIGINT" },
  { long: "perf", argument: "[WHEN]", does: "record performance data", refused: true },
  { long: "debug", argument: "[LETTERS]", does: "debugging output", refused: true },
  { short: "v", long: "version", does: "print the version" },
  { short: "h", long: "help", does: "print this help" },
] as const satisfies readonly OptionText[];

export type OptionName = (typeof optionRows)[number]["long"];

/** What the command line asks for. An option without argument has the text "". */
export type Parsed =
  | { readonly kind: "options"; readonly given: ReadonlyMap<OptionName, string>; readonly words: readonly string[] }
  | { readonly kind: "mistake"; readonly message: string };

type Option = (typeof optionRows)[number];
type Given = { readonly option: Option; readonly argument: string | undefined; readonly written: string };

/** As getopt_long reads it: grouped letters, attached arguments, abbreviated long names, `--` ends the options. */
export function parseOptions(argv: readonly string[]): Parsed {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const given = new Map<OptionName, string>();
  const words = argv.slice(end + 1);
  const left = argv.slice(0, end);
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const found = read(word);
    if (found === undefined) words.push(word);
    const mistake = typeof found === "string" ? found : found?.map((each) => take(each, given, left)).find(Boolean);
    if (mistake !== undefined) return { kind: "mistake", message: mistake };
  }
  return { kind: "options", given, words };
}

/** The options as help lists them; what is refused is left out. */
export function renderOptions(): string {
  return renderOptionList(optionRows.filter((row) => !isRefused(row)));
}

function take(
  { option, argument, written }: Given,
  given: Map<OptionName, string>,
  left: string[],
): string | undefined {
  if (isRefused(option))
    return `${written} (${option.does}) is an option of keepalived that this version does not support yet; leave it out`;
  const takes = "argument" in option ? option.argument : undefined;
  if (takes === undefined && argument !== undefined) return `${written} takes no argument`;
  const optional = takes === undefined || takes.startsWith("[");
  const value = argument ?? (optional ? "" : left.shift());
  if (value === undefined || (!optional && value === "")) return `${written} needs an argument: ${takes}`;
  given.set(option.long, value);
  return undefined;
}

/** Undefined for a word that is no option, a text for one that nobody knows. */
function read(word: string): Given[] | string | undefined {
  if (word.startsWith("--")) return readLong(word);
  return word.startsWith("-") && word !== "-" ? readShort(word) : undefined;
}

function readLong(word: string): Given[] | string {
  const [name = "", ...value] = word.slice(2).split("=");
  const exact = optionRows.filter(({ long }) => long === name);
  const matching = exact.length > 0 ? exact : optionRows.filter(({ long }) => long.startsWith(name));
  const [option] = matching;
  if (option === undefined || name === "") return `unknown option --${name}; keepalived --help lists them all`;
  if (matching.length > 1)
    return `--${name} may be ${matching.map(({ long }) => `--${long}`).join(" or ")}; write it out`;
  return [{ option, argument: value.length > 0 ? value.join("=") : undefined, written: `--${option.long}` }];
}

function readShort(word: string): Given[] | string {
  const found: Given[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at];
    const option = optionRows.find((row) => "short" in row && row.short === letter);
    if (option === undefined) return `unknown option -${letter}; keepalived --help lists them all`;
    const written = `-${letter}`;
    const rest = word.slice(at + 1);
    if ("argument" in option && rest !== "") return [...found, { option, argument: rest, written }];
    found.push({ option, argument: undefined, written });
  }
  return found;
}

function isRefused(option: Option): boolean {
  return "refused" in option;
}
