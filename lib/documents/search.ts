/** Finds the sections of the documents that contain all words of a query. */
import { documents } from "./documents";
import type { Section } from "./page";

export type Found = {
  address: string;
  /** The document's title. */
  document: string;
  /** The section's heading. */
  title: string;
  /** The text around the first match. */
  excerpt: string;
};

/** Nobody would read more. */
const MOST = 30;
const AROUND = 160;

/**
 * Best first: sections whose heading has the words, then sections of documents whose title has them, then the
 * others.
 */
export function searchDocuments(question: string): readonly Found[] {
  const words = [...new Set(question.toLowerCase().split(/\s+/).filter(Boolean))];
  if (words.length === 0) return [];
  const holds = (text: string) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const found = [...documents().values()].flatMap((document) =>
    document.sections
      .filter(({ title, text }) => holds(`${document.title} ${title} ${text}`))
      .map((section) => ({ document, section })),
  );
  const rank = ({ document, section }: (typeof found)[number]) => {
    if (holds(section.title)) return 0;
    return holds(`${document.title} ${section.title}`) ? 1 : 2;
  };
  return found
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, MOST)
    .map(({ document, section }) => ({
      address: section.anchor === null ? document.address : `${document.address}#${section.anchor}`,
      document: document.title,
      title: section.title,
      excerpt: excerptOf(section, words),
    }));
}

function excerptOf({ text }: Section, words: readonly string[]): string {
  const at = words.map((word) => text.toLowerCase().indexOf(word)).find((index) => index >= 0) ?? 0;
  const from = at < AROUND / 2 ? 0 : text.lastIndexOf(" ", at - AROUND / 2) + 1;
  const end = text.indexOf(" ", from + AROUND);
  return `${from > 0 ? "… " : ""}${text.slice(from, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`;
}
