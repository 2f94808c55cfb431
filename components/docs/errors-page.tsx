import { Fragment } from "react";
import { Brand } from "@/components/shell/brand";
import { ERROR_CODES, errorRow } from "@/lib/lists/error-codes";

/** Every error code of the API under an anchor of its own. */
export function ErrorsPage() {
  return (
    <main className="mx-auto max-w-2xl px-4 py-12">
      <Brand />
      <h1 className="mt-8 text-xl font-semibold tracking-tight">Errors</h1>
      <p className="mt-1 text-muted">What each error code of the API means, and what to do.</p>
      {ERROR_CODES.map((code) => {
        const { status, meaning, fix } = errorRow(code);
        return (
          <section key={code} id={code} aria-labelledby={`${code}-title`} className="mt-8 scroll-mt-8">
            <h2 id={`${code}-title`} className="font-mono font-semibold">
              {code}
            </h2>
            <p className="mt-1">{meaning}</p>
            <p className="mt-1">
              <Code text={fix} />
            </p>
            <p className="mt-1 text-sm text-muted">HTTP status {status}</p>
          </section>
        );
      })}
    </main>
  );
}

/** What stands between backticks, as code. */
function Code({ text }: { text: string }) {
  return text
    .split("`")
    .map((part, index) => <Fragment key={index}>{index % 2 === 1 ? <code>{part}</code> : part}</Fragment>);
}
