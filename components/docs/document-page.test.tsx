import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DocumentPage } from "./document-page";

const contents = [{ heading: "How-to", links: [{ words: "deploy", address: "/docs/deploy" }] }];
const document = { address: "/docs/deploy", title: "Deploy", html: "<h1>Deploy</h1>" };

test("shows a document, and its place among the others", () => {
  const html = renderToStaticMarkup(
    <DocumentPage document={document} contents={contents} question="" found={[]} />,
  );
  expect(html).toContain('<article class="document"><h1>Deploy</h1></article>');
  expect(html).toMatch(
    /aria-current="page"[^>]*href="\/docs\/deploy"|href="\/docs\/deploy"[^>]*aria-current="page"/,
  );
});

test("shows what a search has found in the document's place, and says when that is nothing", () => {
  const found = [{ address: "/docs/network#x", document: "Network", title: "X", excerpt: "… about x" }];
  const some = renderToStaticMarkup(
    <DocumentPage document={document} contents={contents} question="about" found={found} />,
  );
  expect(some).toContain('href="/docs/network#x"');
  expect(some).not.toContain("<article");
  const none = renderToStaticMarkup(
    <DocumentPage document={document} contents={contents} question="<b>" found={[]} />,
  );
  expect(none).toContain("Search: &lt;b&gt;");
  expect(none).toContain("No section contains all of these words.");
});
