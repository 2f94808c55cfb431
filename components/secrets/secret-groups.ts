/** The rows of an environment in the page's order: outputs of one rotating secret together, then everything static. */
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";

export type RotatingGroup = { secret: RotatingSecret; rows: SecretRow[] };
export type SecretGroups = { rotating: RotatingGroup[]; plain: SecretRow[] };

function byKey(a: SecretRow, b: SecretRow): number {
  return a.key < b.key ? -1 : 1;
}

function outputOrder(row: SecretRow): number {
  return row.output === null ? OUTPUT_NAMES.length : OUTPUT_NAMES.indexOf(row.output);
}

/** Groups the rows whose key, comment or rotating secret contains every word of `filter`. */
export function groupSecrets(
  rows: readonly SecretRow[],
  secrets: readonly RotatingSecret[],
  filter: string,
): SecretGroups {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...texts: string[]) => {
    const text = texts.join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const known = new Set(secrets.map((secret) => secret.id));
  const rotating = [...secrets]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((secret) => ({
      secret,
      rows: rows
        .filter((row) => row.rotatingSecretId === secret.id && matches(row.key, row.comment, secret.name))
        .sort((a, b) => outputOrder(a) - outputOrder(b)),
    }))
    .filter((group) => group.rows.length > 0 || matches(group.secret.name));
  const plain = rows
    .filter((row) => row.rotatingSecretId === null || !known.has(row.rotatingSecretId))
    .filter((row) => matches(row.key, row.comment))
    .sort(byKey);
  return { rotating, plain };
}

/** Pages of about `size` rows, at least one. A rotating secret's name counts as a row, and its outputs stay with it. */
export function pagesOf(groups: SecretGroups, size: number): SecretGroups[] {
  let page: SecretGroups = { rotating: [], plain: [] };
  const pages = [page];
  let left = size;
  const take = (rows: number): SecretGroups => {
    if (left <= 0) {
      page = { rotating: [], plain: [] };
      pages.push(page);
      left = size;
    }
    left -= rows;
    return page;
  };
  for (const group of groups.rotating) take(group.rows.length + 1).rotating.push(group);
  for (const row of groups.plain) take(1).plain.push(row);
  return pages;
}

export function rowsIn({ rotating, plain }: SecretGroups): number {
  return rotating.reduce((sum, group) => sum + group.rows.length, plain.length);
}
