import type { Command } from "commander";

/** Each shell's script. All of them walk the same tree of commands along the words typed so far. */
const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript };

export type Shell = keyof typeof SCRIPTS;
// Object.keys loses the names.
export const SHELLS = Object.keys(SCRIPTS) as Shell[];

export function completionScript(program: Command, shell: Shell): string {
  return SCRIPTS[shell](commandTree(program, ""));
}

type Node = { path: string; words: string[] };

/** `path` is "" for the program itself, otherwise each command's name after a space. */
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

function walkOf(nodes: Node[]): string {
  const paths = nodes.filter(({ path }) => path !== "").map(({ path }) => `"${path}"`);
  return `      ${paths.join("|")}) found="$found $word" ;;`;
}

function casesOf(nodes: Node[]): string {
  return nodes.map(({ path, words }) => `    "${path}") words="${words.join(" ")}" ;;`).join("\n");
}

/** Prints the environments, one a line. Names are others' text, so no script may let its shell evaluate them. */
const ENVIRONMENTS = "phase completion environments";

function bashScript(nodes: Node[]): string {
  return `_phase() {
  local found="" words="" word cur="\${COMP_WORDS[COMP_CWORD]}"
  if [ "\${COMP_WORDS[COMP_CWORD-1]}" = "--env" ]; then
    COMPREPLY=()
    while IFS= read -r word; do
      if [[ "$word" == "\${cur//\\\\/}"* ]]; then COMPREPLY+=("$(printf %q "$word")"); fi
    done < <(${ENVIRONMENTS} 2>/dev/null)
    return
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [ "$word" = "--" ] && return
    case "$found $word" in
${walkOf(nodes)}
    esac
  done
  case "$found" in
${casesOf(nodes)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _phase phase
`;
}

function zshScript(nodes: Node[]): string {
  return `#compdef phase
_phase() {
  local found="" words_="" word
  if [[ "\${words[CURRENT-1]}" == "--env" ]]; then
    local -a environments=("\${(@f)$(${ENVIRONMENTS} 2>/dev/null)}")
    compadd -a environments
    return
  fi
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ "$word" == "--" ]] && { _normal; return }
    case "$found $word" in
${walkOf(nodes)}
    esac
  done
  case "$found" in
${casesOf(nodes).replaceAll("words=", "words_=")}
  esac
  compadd -- \${=words_} || _files
}
compdef _phase phase
`;
}

function fishScript(nodes: Node[]): string {
  const paths = nodes.filter(({ path }) => path !== "").map(({ path }) => `'${path}'`);
  const cases = nodes.map(({ path, words }) => `    case '${path}'\n      printf '%s\\n' ${words.join(" ")}`);
  return `function __phase_words
  if test (commandline -opc)[-1] = --env
    ${ENVIRONMENTS} 2>/dev/null
    return
  end
  set -l found ''
  for word in (commandline -opc)[2..-1]
    switch "$found $word"
      case ${paths.join(" ")}
        set found "$found $word"
    end
  end
  switch "$found"
${cases.join("\n")}
  end
end
function __phase_is_own
  not contains -- -- (commandline -opc)
end
complete -c phase -n __phase_is_own -f -a '(__phase_words)'
complete -c phase -n 'not __phase_is_own' -F
`;
}

function powershellScript(nodes: Node[]): string {
  const entries = nodes.map(({ path, words }) => `    '${path}' = '${words.join(" ")}'`);
  return `Register-ArgumentCompleter -Native -CommandName phase -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $tree = @{
${entries.join("\n")}
  }
  $found = ''
  $before = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Last 1
  if ("$before" -eq '--env') {
    & ${ENVIRONMENTS} 2>$null | Where-Object { $_.StartsWith($wordToComplete.Trim("'")) } | ForEach-Object {
      [System.Management.Automation.CompletionResult]::new("'" + $_.Replace("'", "''") + "'", $_, 'ParameterValue', $_)
    }
    return
  }
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $word = $element.ToString()
    if ($word -eq '--') { return }
    if ($tree.ContainsKey("$found $word")) { $found = "$found $word" }
  }
  $tree[$found] -split ' ' | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
