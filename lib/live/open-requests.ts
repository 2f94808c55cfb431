import { DomainError } from "@/lib/errors";

/** Per caller, in this process. Many programs may use one token, and each open request takes resources. */
const MOST = 1_000;
const AGAIN_SECONDS = 30;

// On globalThis because the web bundles each route separately. All of them share one count.
const holder: { phaseOpenRequests?: Map<string, number> } = globalThis as {
  phaseOpenRequests?: Map<string, number>;
};
const open = (holder.phaseOpenRequests ??= new Map<string, number>());

/** Counts one more stream or waiting request of a caller. Returns how to uncount it. Throws `too_many_requests`. */
export function countOpenRequest(caller: string): () => void {
  const before = open.get(caller) ?? 0;
  if (before >= MOST) {
    throw new DomainError(
      "too_many_requests",
      `Too many open streams and waiting requests. At most ${MOST} are allowed.`,
      {
        retryAfterSeconds: AGAIN_SECONDS,
      },
    );
  }
  open.set(caller, before + 1);
  let isCounted = true;
  return () => {
    const now = open.get(caller) ?? 0;
    if (!isCounted) return;
    isCounted = false;
    if (now > 1) open.set(caller, now - 1);
    else open.delete(caller);
  };
}
