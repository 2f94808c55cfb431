/** The sender of emails. `name` is empty for a bare address. */
export type Sender = { name: string; address: string };

const ADDRESS = /^[^\s<>()[\],;:"@]+@[^\s<>()[\],;:"@]+$/;
// A line break would end the header.
const CONTROL = /[\0-\x1f\x7f]/;

/**
 * One sender: `a@b.example`, `Name <a@b.example>` or `"Doe, Jane" <a@b.example>`. A name may also have commas
 * without quotes. Null if it isn't exactly one sender.
 */
export function readSender(text: string): Sender | null {
  if (CONTROL.test(text)) return null;
  const [, before = "", inBrackets] = /^([^<>]*|"(?:\\.|[^"\\])*"\s*)<([^<>]*)>$/.exec(text.trim()) ?? [];
  const address = (inBrackets ?? text).trim();
  const name = before.trim();
  if (!ADDRESS.test(address)) return null;
  const [, quoted] = /^"((?:\\.|[^"\\])*)"$/.exec(name) ?? [];
  if (quoted !== undefined) return { name: quoted.replace(/\\(.)/g, "$1"), address };
  // An address before the brackets makes it a list.
  return name.includes('"') || name.includes("@") ? null : { name, address };
}

export function senderText({ name, address }: Sender): string {
  return name === "" ? address : `${name} <${address}>`;
}
