import { testStatuses } from "../problems/row.ts";
import { type CommandText, type Invocation, isOptional, type OptionText } from "./invocation.ts";
import { head, seeAlso } from "./manual.ts";
import { argument, example, literal, prose, sentence, termList } from "./roff.ts";

/** The page of the manual on the program: man/keepalived.8. */
export function renderProgramPage(program: Invocation): string {
  const { options, commands, signals, statuses } = program;
  const refused = options.filter((option) => option.refused === true);
  const lines = [
    ...head("KEEPALIVED", 8, program),
    ".Sh NAME",
    ".Nm keepalived",
    ".Nd keep an address reachable: VRRP for Linux",
    ".Sh SYNOPSIS",
    ".Nm",
    ".Op Ar option ...",
    ...commands.flatMap(({ name, synopsis }) => [".Nm", `.Cm ${name}`, `.Ar ${argument(literal(synopsis))}`]),
    ...description,
    ".Sh OPTIONS",
    ...optionList(options.filter((option) => option.refused === undefined)),
    ".Pp",
    "Options of keepalived that are refused by name, because what they ask for is not there yet:",
    ...optionList(refused),
    ".Sh COMMANDS",
    ...commands.flatMap(renderCommand),
    ".Sh SIGNALS",
    ...termList(signals.map(({ name, signal, does }) => [`Dv ${signal}`, sentence(`${name}: ${does}`)])),
    ...environment,
    ...files,
    ".Sh EXIT STATUS",
    "The daemon, or its start in the background, ends with:",
    ...termList(statuses.map(({ status, meaning }) => [`${status}`, prose(meaning)])),
    ".Pp",
    "A test of the configuration",
    ".Pq Fl t",
    "ends with:",
    ...termList(Object.entries(testStatuses).map(([status, meaning]) => [status, prose(meaning)])),
    ...ending,
  ];
  return `${lines.join("\n")}\n`;
}

const description: readonly string[] = [
  ".Sh DESCRIPTION",
  ".Nm",
  ...prose(
    "shares an address with other routers: VRRP decides which of them holds it, and checks of the service behind it have their say. When the holder dies, hangs or is cut off, another one takes the address over and tells the network.",
  ),
  ".Pp",
  ...prose(
    "Without a command it is the daemon, which goes to the background when it works, unless it is told to stay. Options may be combined, abbreviated and given in any order. An argument in brackets may be left out; otherwise it stands right behind the letter, or behind a `=`.",
  ),
];

const environment: readonly string[] = [
  ".Sh ENVIRONMENT",
  ...termList([
    ["Ev KEEPALIVED_NODE", prose("The Node.js that runs the program.")],
    ["Ev NO_COLOR", prose("If it is set, nothing is coloured.")],
    ["Ev TMPDIR", prose("Where the files with the state and the counters go.")],
  ]),
];

const files: readonly string[] = [
  ".Sh FILES",
  ...termList([
    ["Pa /etc/keepalived/keepalived.conf", prose("The configuration.")],
    ["Pa /etc/default/keepalived , /etc/sysconfig/keepalived", prose("The options that the service is started with.")],
    ["Pa /run/keepalived.pid , /run/vrrp.pid", prose("The number of the process.")],
    ["Pa /run/keepalived.sock", prose("Where the daemon answers `keepalived status`.")],
    [
      "Pa /tmp/keepalived.data , /tmp/keepalived.stats",
      prose("The state and the counters, when a signal asks for them."),
    ],
  ]),
];

const ending: readonly string[] = [
  ".Sh EXAMPLES",
  "What is wrong with a file, and what on this machine would prevent a failover:",
  ...example(["keepalived -t -f keepalived.conf", "keepalived doctor"]),
  ".Pp",
  "Let the running daemon read its configuration anew:",
  ...example(["kill -$(keepalived --signum=RELOAD) $(cat /run/keepalived.pid)"]),
  ".Sh DIAGNOSTICS",
  ...prose(
    "A problem of the configuration is told with its file, line and column, its severity, the line itself and, if there is one, the cure. It ends with a code such as KA0202, under which docs/problems.md of the sources says why it matters.",
  ),
  ...seeAlso(["keepalived.conf", 5], ["ip", 8], ["systemctl", 1]),
];

function renderCommand({ name, synopsis, does, options, statuses }: CommandText): readonly string[] {
  return [
    `.Ss ${name}`,
    ".Nm",
    `.Cm ${name}`,
    `.Ar ${argument(literal(synopsis))}`,
    ".Pp",
    ...sentence(does),
    ...optionList(options),
    ".Pp",
    ...prose(`Exit status: ${statuses}`),
  ];
}

function optionList(options: readonly OptionText[]): readonly string[] {
  return termList(options.map((option) => [renderOption(option), sentence(option.does)]));
}

function renderOption({ short, long, argument: value }: OptionText): string {
  const letter = short === undefined ? [] : [`Fl ${short}${value === undefined ? "" : attached(value, "")}`];
  const name = `Fl ${argument(literal(`-${long}`))}${value === undefined ? "" : attached(value, "=")}`;
  return [...letter, name].join(" , ");
}

/** What may be left out must be attached; before anything else there may be a blank. */
function attached(value: string, sign: string): string {
  const name = argument(literal(value.replace(/[[\]]/g, "")));
  if (!isOptional(value)) return ` Ar ${name}`;
  return sign === "" ? ` Ns Oo Ar ${name} Oc` : ` Ns Oo ${sign} Ns Ar ${name} Oc`;
}
