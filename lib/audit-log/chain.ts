/**
 * The arithmetic of an organisation's chain: each link's digest is keyed and covers its place, the link before and what
 * its entry says. What begins and ends the chain is held by a digest of its own, so that links at either end can't be
 * taken away with their entries.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** The key of one organisation's digests. */
export type ChainKey = Uint8Array;

/** The first link's predecessor. */
export const NOTHING_BEFORE = "";

export type ChainState = {
  /** Of the last link, 0 where there is none. */
  position: number;
  digest: string;
  /** Everything up to here was removed by retention. */
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
  /** What the entry says (`ENTRY_CONTENT`); null where it is gone. */
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

/** The first position at which the chain does not hold; null where all of it does. `links` come in order of position. */
export async function firstBreak(
  key: ChainKey,
  { position: last, digest: lastDigest, prunedPosition, prunedDigest }: ChainState,
  links: AsyncIterable<Link> | Iterable<Link>,
): Promise<Break | null> {
  let [position, before] = [prunedPosition, prunedDigest];
  for await (const link of links) {
    position += 1;
    if (link.position > position) return { position, reason: "its link is missing" };
    if (link.position < position)
      return { position: link.position, reason: "this link was removed by retention, and is here" };
    if (position > last) return { position, reason: "this link was not made by Phase" };
    if (link.content === null) return { position, reason: `its entry ${link.entryId} is missing` };
    if (!sameDigest(link.digest, linkDigest(key, position, before, link.content))) {
      return { position, reason: `the entry ${link.entryId}, its link or the one before was changed` };
    }
    before = link.digest;
  }
  if (position < last) return { position: position + 1, reason: "its link is missing" };
  return sameDigest(before, lastDigest) ? null : { position, reason: "the end of the chain was changed" };
}

function digest(key: ChainKey, parts: (string | number)[]): string {
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex");
}
