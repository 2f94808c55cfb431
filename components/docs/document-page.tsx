import "./document.css";
import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";
import { buttonClass } from "@/components/ui/button-class";
import { Input } from "@/components/ui/input";
import { TextLink } from "@/components/ui/text-link";

type Links = { heading: string; links: readonly { words: string; address: string }[] };
type Found = { address: string; document: string; title: string; excerpt: string };

type DocumentPageProps = {
  document: { address: string; title: string; html: string };
  /** All documents, as the index groups them. */
  contents: readonly Links[];
  /** The search query. Empty if there is none. */
  question: string;
  found: readonly Found[];
};

/** One document, with links to all others. Works without scripts. */
export function DocumentPage({ document, contents, question, found }: DocumentPageProps) {
  return (
    <div className="mx-auto max-w-6xl px-4 pt-6 pb-16 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 print:hidden">
        <TextLink href="/" prefetch={false} aria-label="Phase: go to the console">
          <Brand />
        </TextLink>
        <search>
          <form action="/docs" className="flex gap-2">
            <Input
              type="search"
              name="search"
              aria-label="Search the documentation"
              placeholder="Search the documentation"
              defaultValue={question}
              maxLength={200}
            />
            <button type="submit" className={buttonClass("secondary", "md")}>
              Search
            </button>
          </form>
        </search>
      </header>
      <div className="mt-6 gap-10 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
        <main className="min-w-0 lg:order-last">
          {question === "" ? (
            <article className="document" dangerouslySetInnerHTML={{ __html: document.html }} />
          ) : (
            <Results question={question} found={found} />
          )}
        </main>
        <Contents contents={contents} here={document.address} />
      </div>
    </div>
  );
}

function Results({ question, found }: { question: string; found: readonly Found[] }): ReactNode {
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Search: {question}</h1>
      {found.length === 0 && (
        <p className="mt-2 text-muted">No section contains all of these words. Try fewer or other words.</p>
      )}
      <ul className="mt-4 grid gap-5">
        {found.map(({ address, document, title, excerpt }) => (
          <li key={address}>
            <TextLink href={address} prefetch={false}>
              {title}
            </TextLink>
            {title !== document && <span className="text-muted"> in {document}</span>}
            <p className="mt-0.5 max-w-prose text-sm text-muted">{excerpt}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Contents({ contents, here }: { contents: readonly Links[]; here: string }) {
  return (
    <nav
      aria-label="Documentation"
      className="mt-10 border-t border-line pt-6 lg:mt-0 lg:border-0 lg:pt-0 print:hidden"
    >
      {contents.map(({ heading, links }) => (
        <section key={heading} className="mb-5">
          <h2 className="text-sm font-semibold">{heading}</h2>
          <ul className="mt-1 columns-2 gap-6 text-sm sm:columns-3 lg:columns-1">
            {links.map(({ words, address }) => (
              <li key={words + address}>
                <TextLink
                  href={address}
                  prefetch={false}
                  aria-current={address === here ? "page" : undefined}
                  className="block py-1 font-normal text-muted first-letter:uppercase aria-[current=page]:font-medium aria-[current=page]:text-ink"
                >
                  {words}
                </TextLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
