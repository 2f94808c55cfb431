import { expect, test } from "vitest";
import { readPage } from "./page";

const read = (markdown: string) =>
  readPage(markdown, (link) => (link.startsWith("known") ? `/docs/${link}` : null));

test("a link keeps its words where Help does not show what it leads to", () => {
  const { html } = read("See [this](known#part) and [that](../src/file.ts).");
  expect(html).toBe('<p>See <a href="/docs/known#part">this</a> and that.</p>\n');
});

test("raw HTML and pictures do not reach the page", () => {
  const { html } = read(
    "One <script>alert(1)</script> two\n\n<div onclick='x()'>three</div>\n\n![A picture](x.png)",
  );
  expect(html).not.toMatch(/<(?:script|div|img)/);
  expect(html).toContain("A picture");
});

test("code is shown as it is", () => {
  const { html } = read("```sh\necho '<b>' && \"x\"\n```");
  expect(html).toBe("<pre tabindex=\"0\"><code>echo '&lt;b&gt;' &amp;&amp; &quot;x&quot;</code></pre>\n");
});

test("headings have the anchors that GitHub gives them, code and signs included", () => {
  const { html, sections } = read(
    "# One\n\ntext\n\n## The `in_use` code, twice!\n\nmore **words**\n\n- and\n- these",
  );
  expect(html).toContain('<h2 id="the-in_use-code-twice">The <code>in_use</code> code, twice!</h2>');
  expect(sections).toEqual([
    { anchor: null, title: "One", text: "text" },
    { anchor: "the-in_use-code-twice", title: "The in_use code, twice!", text: "more words and these" },
  ]);
});

test("what a table says can be found, and a wide one scrolls in its own frame", () => {
  const { html, sections } = read("# T\n\n| a | b |\n| - | - |\n| `c` | [d](known) |\n");
  expect(sections[0]?.text).toBe("a b c d");
  expect(html).toContain('<div class="wide-table" tabindex="0"><table><thead><tr><th>a</th>');
});
