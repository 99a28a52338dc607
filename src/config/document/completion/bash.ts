import {
  type Invocation,
  isOptional,
  type Line,
  linesOf,
  type Offer,
  type OptionText,
  offerFor,
} from "../invocation.ts";

/** What bash offers behind `keepalived`: packaging/completion/keepalived.bash. */
export function renderBash(program: Invocation): string {
  const lines = linesOf(program);
  const commands = program.commands.map(({ name }) => name);
  return `# Made from the tables of options and commands: UPDATE=1 npm test -- config/completion writes it anew.

_keepalived() {
    local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= equals=
    # The = of --option=value is a word of its own.
    if [[ $word == = ]]; then
        word= equals==
    elif [[ $before == = ]]; then
        before=\${COMP_WORDS[COMP_CWORD - 2]} equals==
    fi
    case \${COMP_WORDS[1]} in
        ${commands.join(" | ")}) ((COMP_CWORD > 1)) && command=\${COMP_WORDS[1]} ;;
    esac
    case "$command:$before$equals" in
${renderArguments(lines)}
    esac
    case "$command:$word" in
${lines.map(renderOptions).join("\n")}
${lines.flatMap((line) => renderWords(line, commands)).join("\n")}
    esac
}

_keepalived_reply() {
    [[ $1 == -W ]] || compopt -o filenames 2> /dev/null
    mapfile -t COMPREPLY < <(compgen "$@")
}

complete -F _keepalived keepalived
`;
}

/** An argument is completed by what it is; of one that can be anything nothing is said. */
function renderArguments(lines: readonly Line[]): string {
  const patterns = new Map<string, string[]>();
  for (const { command = "", options } of lines) {
    for (const option of options) {
      if (option.argument === undefined) continue;
      const reply = replyFor(offerFor(option.argument));
      const names = namesBefore(option).map((name) => `${command}:${name}`);
      patterns.set(reply, [...(patterns.get(reply) ?? []), ...names]);
    }
  }
  return Array.from(patterns, ([reply, names]) => `        ${names.join(" | ")}) ${reply} ;;`).join("\n");
}

/** The words behind which the argument stands: what may be left out must be attached. */
function namesBefore({ short, long, argument = "" }: OptionText): readonly string[] {
  if (isOptional(argument)) return [`--${long}=`];
  return [...(short === undefined ? [] : [`-${short}`]), `--${long}`, `--${long}=`];
}

function replyFor(offer: Offer): string {
  switch (offer.kind) {
    case "nothing":
      return "return";
    case "files":
      return '_keepalived_reply -f -- "$word"; return';
    case "directories":
      return '_keepalived_reply -d -- "$word"; return';
    case "words":
      return `_keepalived_reply -W "${offer.words.join(" ")}" -- "$word"; return`;
  }
}

/** Where there are no files to offer, options are what else can follow. */
function renderOptions({ command, options, takesFiles }: Line): string {
  const names = options.flatMap(({ short, long }) =>
    short === undefined ? [`--${long}`] : [`-${short}`, `--${long}`],
  );
  const pattern = command === undefined || takesFiles ? `${command ?? ""}:-*` : `${command}:*`;
  return `        ${pattern}) _keepalived_reply -W "${names.join(" ")}" -- "$word" ;;`;
}

function renderWords({ command, takesFiles }: Line, commands: readonly string[]): readonly string[] {
  if (command === undefined)
    return [`        :*) ((COMP_CWORD == 1)) && _keepalived_reply -W "${commands.join(" ")}" -- "$word" ;;`];
  return takesFiles ? [`        ${command}:*) _keepalived_reply -f -- "$word" ;;`] : [];
}
