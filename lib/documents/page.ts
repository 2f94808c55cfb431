/** A Markdown document as HTML, and its sections as words to search. */
import { Marked, type Token, type Tokens } from "marked";

export type Section = {
  /** The part of the URL after `#`. Null above the first second-level heading. */
  anchor: string | null;
  title: string;
  text: string;
};

export type Page = {
  title: string;
  html: string;
  sections: readonly Section[];
  /** The links below each second-level heading. */
  links: readonly Links[];
};

export type Links = { heading: string; links: readonly Link[] };
type Link = { words: string; address: string };

/** @param leadsTo - the target of a link; null keeps only its words */
export function readPage(markdown: string, leadsTo: (link: string) => string | null): Page {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const title = this.parser.parseInline(tokens);
        return `<h${depth} id="${anchorOf(plain(tokens))}">${title}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const address = leadsTo(href);
        return address === null ? words : `<a href="${escaped(address)}">${words}</a>`;
      },
      // Pictures show the console itself, which the reader has open.
      image: ({ text }) => escaped(text),
      html: () => "",
      // The frame scrolls if a table is wider than the screen, also with the keyboard.
      table(token) {
        const row = (cells: Tokens.TableCell[], name: "td" | "th") =>
          `<tr>${cells.map((cell) => `<${name}>${this.parser.parseInline(cell.tokens)}</${name}>`).join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("");
        return `<div class="wide-table" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
    },
  });
  const tokens = marked.lexer(markdown);
  const [first] = tokens;
  const title = first?.type === "heading" ? plain([first]) : "";
  return {
    title,
    html: marked.parser(tokens),
    sections: sectionsOf(tokens, title),
    links: linksOf(marked, tokens, leadsTo),
  };
}

/** GitHub's anchors, so that a link works in both places. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function sectionsOf(tokens: readonly Token[], title: string): Section[] {
  const sections: Section[] = [{ anchor: null, title, text: "" }];
  for (const token of tokens) {
    if (token.type === "heading") {
      // The first heading is the title.
      if (token === tokens[0]) continue;
      const heading = plain([token]);
      sections.push({ anchor: anchorOf(heading), title: heading, text: "" });
      continue;
    }
    const section = sections.at(-1);
    if (section !== undefined) section.text = `${section.text} ${plain([token])}`.trim();
  }
  return sections;
}

function linksOf(
  marked: Marked,
  tokens: readonly Token[],
  leadsTo: (link: string) => string | null,
): Links[] {
  const groups: { heading: string; links: Link[] }[] = [];
  for (const token of tokens) {
    if (token.type === "heading" && (token as Tokens.Heading).depth === 2)
      groups.push({ heading: plain([token]), links: [] });
    void marked.walkTokens([token], (inner) => {
      if (inner.type !== "link") return;
      const { href, tokens: words } = inner as Tokens.Link;
      const address = leadsTo(href);
      if (address !== null) groups.at(-1)?.links.push({ words: plain(words), address });
    });
  }
  return groups;
}

/** The text without markup. */
function plain(tokens: readonly Token[]): string {
  const words = tokens.map((token) => {
    if (token.type === "table") {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].flatMap((row) => row.map((cell) => plain(cell.tokens))).join(" ");
    }
    if (token.type === "list")
      return (token as Tokens.List).items.map((item) => plain(item.tokens)).join(" ");
    if ("tokens" in token && Array.isArray(token.tokens)) return plain(token.tokens);
    return "text" in token ? String(token.text) : "";
  });
  return words.join("").replaceAll(/\s+/g, " ");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
