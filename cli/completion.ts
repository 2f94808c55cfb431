import type { Command } from "commander";

export const SHELLS = ["bash", "zsh"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes commands and options; both shells walk the words typed so far down the same tree. */
export function completionScript(program: Command, shell: Shell): string {
  const nodes = commandTree(program, "");
  const paths = nodes.filter(({ path }) => path !== "").map(({ path }) => `"${path}"`);
  const cases = nodes.map(({ path, words }) => `    "${path}") words="${words.join(" ")}" ;;`).join("\n");
  const walk = `      ${paths.join("|")}) found="$found $word" ;;`;
  return shell === "bash" ? bashScript(walk, cases) : zshScript(walk, cases);
}

type Node = { path: string; words: string[] };

/** `path` is "" for the program itself, else each command's name after a space. */
function commandTree(command: Command, path: string): Node[] {
  const options = command.options
    .flatMap(({ short, long }) => [short, long])
    .filter((word) => word !== undefined);
  const names = command.commands.map((child) => child.name());
  const words = [...names, ...options, "--help"].map(String);
  return [
    { path, words },
    ...command.commands.flatMap((child) => commandTree(child, `${path} ${child.name()}`)),
  ];
}

function bashScript(walk: string, cases: string): string {
  return `_phase() {
  local found="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [ "$word" = "--" ] && return
    case "$found $word" in
${walk}
    esac
  done
  case "$found" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _phase phase
`;
}

function zshScript(walk: string, cases: string): string {
  return `#compdef phase
_phase() {
  local found="" words_="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ "$word" == "--" ]] && { _normal; return }
    case "$found $word" in
${walk}
    esac
  done
  case "$found" in
${cases.replaceAll("words=", "words_=")}
  esac
  compadd -- \${=words_} || _files
}
compdef _phase phase
`;
}
