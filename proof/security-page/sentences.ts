/** What a page of the documents says, sentence by sentence; a row of a table counts as one. */
export function sentencesOf(markdown: string): string[] {
  const blocks = markdown
    .replaceAll(/^#.*$/gm, "")
    .replaceAll(/^\|[ |-]*\|$/gm, "\n")
    .replaceAll(/^(?=- |\|)/gm, "\n")
    .split(/\n{2,}/)
    .map((block) =>
      block
        .replaceAll(/\s+/g, " ")
        .replace(/^ ?-? /, "")
        .trim(),
    );
  return blocks
    .filter((block) => block !== "")
    .flatMap((block) => (block.startsWith("|") ? [rowOf(block)] : parts(block)));
}

function rowOf(block: string): string {
  return block
    .split("|")
    .map((cell) => cell.trim())
    .slice(1, -1)
    .join(" | ")
    .trim();
}

function parts(block: string): string[] {
  return block.split(/(?<=\.)\s+(?=[A-Z`*[])/);
}
