import {
  type Invocation,
  isOptional,
  type Line,
  linesOf,
  type Offer,
  type OptionText,
  offerFor,
} from "../invocation.ts";

/** What zsh offers behind `keepalived`: packaging/completion/keepalived.zsh, laid as `_keepalived`. */
export function renderZsh(program: Invocation): string {
  const commands = program.commands.map(({ name, does }) => `    ${quote(`${name}:${does.replaceAll(":", "\\:")}`)}`);
  const [daemon, ...others] = linesOf(program);
  return `#compdef keepalived
# Made from the tables of options and commands: UPDATE=1 npm test -- config/completion writes it anew.

local -a known=(
${commands.join("\n")}
)
local command=$words[2]
(( CURRENT == 2 )) && _describe -t commands command known
if (( CURRENT > 2 && \${known[(I)$command:*]} )); then
    shift words
    (( CURRENT-- ))
else
    command=
fi
case $command in
${others.map(renderLine).join("\n")}
${daemon === undefined ? "" : renderLine(daemon)}
esac
`;
}

function renderLine({ command = "*", options, takesFiles }: Line): string {
  const specifications = [...options.flatMap(specify), ...(takesFiles ? ["'*:FILE:_files'"] : [])];
  return [`    ${command}) _arguments -s -S`, ...specifications].join(" \\\n        ").concat(" ;;");
}

/** For `_arguments`: `(others)-option[explanation]:argument:action`. */
function specify(option: OptionText): readonly string[] {
  const { short, long, argument, does, multiple } = option;
  const names = [...(short === undefined ? [] : [`-${short}`]), `--${long}`];
  const others = multiple === true ? "*" : `(${names.join(" ")})`;
  const explained = `[${does.replace(/[\]\\]/g, "\\$&")}]`;
  return names.map((name) =>
    quote(`${others}${name}${argument === undefined ? "" : separator(name, argument)}${explained}${action(argument)}`),
  );
}

/** How the argument follows: `-` attached, `+` attached or as the next word, `=` also behind that sign. */
function separator(name: string, argument: string): string {
  const sign = name.startsWith("--") ? "=" : "";
  return isOptional(argument) ? `${sign}-` : sign || "+";
}

function action(argument: string | undefined): string {
  if (argument === undefined) return "";
  const name = argument.replace(/[[\]]/g, "");
  return `${isOptional(argument) ? "::" : ":"}${name.replaceAll("|", " or ")}:${actionFor(offerFor(argument))}`;
}

function actionFor(offer: Offer): string {
  switch (offer.kind) {
    case "nothing":
      return " ";
    case "files":
      return "_files";
    case "directories":
      return "_files -/";
    case "words":
      return `(${offer.words.join(" ")})`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
