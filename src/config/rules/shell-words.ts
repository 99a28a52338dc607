/**
 * The first argument that only a shell would understand: a pipe, a redirection, what joins two commands. Scripts run
 * without a shell, so the program gets it like any other argument.
 */
export function findShellWord(command: readonly string[]): string | undefined {
  const [program = "", ...words] = command;
  if (/(^|\/)find$/.test(program)) return undefined;
  return words.find((word, at) => !isOperand(words[at - 1]) && (OPERATOR.test(word) || ENDS_COMMAND.test(word)));
}

const OPERATOR = /^(\|\|?|&&?|;|<|[012&]?>{1,2}(&[012]|\/\S*)?)$/;

/** Not a statement of SQL, which has blanks. */
const ENDS_COMMAND = /^[^\s;|]+[;|]$/;

/** `cut -d "|"`, `mysql -e "status;"`. */
function isOperand(option: string | undefined): boolean {
  return option !== undefined && OPERAND_OPTIONS.has(option);
}

const OPERAND_OPTIONS: ReadonlySet<string> = new Set(["-d", "-F", "-t", "-e", "-c"]);
