"use client";

/**
 * A page outside the console failed, or the console's frame. It has as little code as possible, because every
 * page bundles it.
 */
export default function RootError() {
  return (
    <main className="mx-auto max-w-sm px-4 pt-[12vh]">
      <h1 className="text-xl font-semibold">Couldn&rsquo;t show this page</h1>
      <p className="mt-1 mb-6 text-muted">
        Your data and rotations aren&rsquo;t affected. If the page fails again, the server&rsquo;s log has the
        details.
      </p>
      <button
        type="button"
        className="h-9 rounded-md border border-transparent bg-accent px-3.5 font-medium text-accent-on"
        onClick={() => location.reload()}
      >
        Try again
      </button>
    </main>
  );
}
