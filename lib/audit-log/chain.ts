/**
 * The arithmetic of an organisation's chain. Each link's digest is keyed, and covers its position, the
 * previous link and the entry's content. A separate digest protects the start and end of the chain, so that
 * nobody can remove links at either end together with their entries.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** The key of one organisation's digests. */
export type ChainKey = Uint8Array;

/** The predecessor of the first link. */
export const NOTHING_BEFORE = "";

export type ChainState = {
  /** The position of the last link, or 0. */
  position: number;
  digest: string;
  /** Everything up to this position was removed by retention. */
  prunedPosition: number;
  prunedDigest: string;
};

export const EMPTY: ChainState = {
  position: 0,
  digest: NOTHING_BEFORE,
  prunedPosition: 0,
  prunedDigest: NOTHING_BEFORE,
};

export type Link = {
  position: number;
  entryId: string;
  digest: string;
  /** The entry's content (`ENTRY_CONTENT`). Null if the entry is gone. */
  content: string | null;
};

export function linkDigest(key: ChainKey, position: number, before: string, content: string): string {
  return digest(key, ["link", position, before, content]);
}

export function stateMac(key: ChainKey, organisationId: string, state: ChainState): string {
  const { position, digest: last, prunedPosition, prunedDigest } = state;
  return digest(key, ["state", organisationId, position, last, prunedPosition, prunedDigest]);
}

export function sameDigest(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export type Break = { position: number; reason: string };

/** The first position at which the chain is broken. Null if it is intact. `links` are in order of position. */
export async function firstBreak(
  key: ChainKey,
  { position: last, digest: lastDigest, prunedPosition, prunedDigest }: ChainState,
  links: AsyncIterable<Link> | Iterable<Link>,
): Promise<Break | null> {
  let [position, before] = [prunedPosition, prunedDigest];
  for await (const link of links) {
    position += 1;
    if (link.position > position) return { position, reason: "the link is missing" };
    if (link.position < position)
      return { position: link.position, reason: "retention removed this link, but it still exists" };
    if (position > last) return { position, reason: "Phase did not create this link" };
    if (link.content === null) return { position, reason: `the entry ${link.entryId} is missing` };
    if (!sameDigest(link.digest, linkDigest(key, position, before, link.content))) {
      return { position, reason: `the entry ${link.entryId}, its link or the previous link was changed` };
    }
    before = link.digest;
  }
  if (position < last) return { position: position + 1, reason: "the link is missing" };
  return sameDigest(before, lastDigest) ? null : { position, reason: "the end of the chain was changed" };
}

function digest(key: ChainKey, parts: (string | number)[]): string {
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex");
}
