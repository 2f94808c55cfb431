/** Which sections of the documents hold all words of a question. */
import { documents } from "./documents";
import type { Section } from "./page";

export type Found = {
  address: string;
  /** Of the document. */
  document: string;
  /** Of the section. */
  title: string;
  /** The text around the first word that was found. */
  excerpt: string;
};

/** More would not be read. */
const MOST = 30;
const AROUND = 160;

/** The best first: a section whose heading holds the words, then one of a document whose title does, then the others. */
export function searchDocuments(question: string): readonly Found[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
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
