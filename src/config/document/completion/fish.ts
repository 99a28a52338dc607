import {
  type Invocation,
  isOptional,
  type Line,
  linesOf,
  type Offer,
  type OptionText,
  offerFor,
} from "../invocation.ts";

/** What fish offers behind `keepalived`: packaging/completion/keepalived.fish. */
export function renderFish(program: Invocation): string {
  const names = program.commands.map(({ name }) => name).join(" ");
  const commands = program.commands.map(
    ({ name, does }) => `complete -c keepalived -n __keepalived_begins -a ${name} -d ${quote(does)}`,
  );
  return `# Made from the tables of options and commands: UPDATE=1 npm test -- config/completion writes it anew.

function __keepalived_begins
    test (count (commandline -opc)) -eq 1
end

function __keepalived_runs
    set -l words (commandline -opc)
    set -l command daemon
    contains -- "$words[2]" ${names}; and set command $words[2]
    test $command = $argv[1]
end

complete -c keepalived -f
${commands.join("\n")}
${linesOf(program).flatMap(renderLine).join("\n")}
`;
}

function renderLine({ command = "daemon", options, takesFiles }: Line): readonly string[] {
  const start = `complete -c keepalived -n '__keepalived_runs ${command}'`;
  const files = takesFiles ? [`${start} -F`] : [];
  return [...options.map((option) => `${start} ${renderOption(option)}`), ...files];
}

function renderOption({ short, long, argument, does }: OptionText): string {
  const letter = short === undefined ? "" : `-s ${short} `;
  const value = argument === undefined ? "" : `${renderArgument(argument)} `;
  return `${letter}-l ${long} ${value}-d ${quote(does)}`;
}

/** An argument that is required makes the next word its own. */
function renderArgument(argument: string): string {
  const offer = flagsFor(offerFor(argument));
  return isOptional(argument) ? offer : `-r ${offer}`;
}

function flagsFor(offer: Offer): string {
  switch (offer.kind) {
    case "nothing":
      return "-f";
    case "files":
      return "-F";
    case "directories":
      return "-f -a '(__fish_complete_directories)'";
    case "words":
      return `-f -a ${quote(offer.words.join(" "))}`;
  }
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
