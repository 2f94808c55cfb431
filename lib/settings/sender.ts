/** Who mail comes from. `name` is empty where the address stands alone. */
export type Sender = { name: string; address: string };

const ADDRESS = /^[^\s<>()[\],;:"@]+@[^\s<>()[\],;:"@]+$/;
// A line break would end the header.
const CONTROL = /[\0-\x1f\x7f]/;

/**
 * One sender: `a@b.example`, `Name <a@b.example>` or `"Doe, Jane" <a@b.example>`. A name may have commas without quotes,
 * too. Null where it is none, or more than one.
 */
export function readSender(text: string): Sender | null {
  if (CONTROL.test(text)) return null;
  const [, before = "", inBrackets] = /^([^<>]*|"(?:\\.|[^"\\])*"\s*)<([^<>]*)>$/.exec(text.trim()) ?? [];
  const address = (inBrackets ?? text).trim();
  const name = before.trim();
  if (!ADDRESS.test(address)) return null;
  const [, quoted] = /^"((?:\\.|[^"\\])*)"$/.exec(name) ?? [];
  if (quoted !== undefined) return { name: quoted.replace(/\\(.)/g, "$1"), address };
  // An address before the brackets is a list.
  return name.includes('"') || name.includes("@") ? null : { name, address };
}

export function senderText({ name, address }: Sender): string {
  return name === "" ? address : `${name} <${address}>`;
}
