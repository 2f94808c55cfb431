import { DomainError } from "@/lib/errors";

/** Of one caller, in this process. A token may be in many programs; each is looked after for as long as it is open. */
const MOST = 1_000;
const AGAIN_SECONDS = 30;

// On globalThis because the web bundles each route by itself: one count for all of them.
const holder: { phaseOpenRequests?: Map<string, number> } = globalThis as {
  phaseOpenRequests?: Map<string, number>;
};
const open = (holder.phaseOpenRequests ??= new Map<string, number>());

/** Counts one more stream or waiting request of a caller's; answers how to count it no more. Throws `too_many_requests`. */
export function countOpenRequest(caller: string): () => void {
  const before = open.get(caller) ?? 0;
  if (before >= MOST) {
    throw new DomainError(
      "too_many_requests",
      `At most ${MOST} streams and waiting requests may be open at a time.`,
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
