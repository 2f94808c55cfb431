import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type ChainState, EMPTY, firstBreak, type Link, linkDigest, sameDigest, stateMac } from "./chain";

const key = randomBytes(32);
const LENGTH = 40;

function chainOf(length: number, state = EMPTY): { state: ChainState; links: Link[] } {
  let { position, digest } = state;
  const links = Array.from({ length }, () => {
    position += 1;
    const content = `["entry ${position}"]`;
    digest = linkDigest(key, position, digest, content);
    return { position, entryId: randomUUID(), digest, content };
  });
  return { links, state: { ...state, position, digest } };
}

const brokenAt = async (state: ChainState, links: Link[]) =>
  (await firstBreak(key, state, links))?.position ?? null;

/** Copies of all links, one of them replaced. */
const replaced = (links: Link[], at: number, change: Partial<Link>) =>
  links.map((link, index) => (index === at ? { ...link, ...change } : link));

it("is intact as created, when empty, and after pruning", async () => {
  const { state, links } = chainOf(LENGTH);
  expect(await brokenAt(EMPTY, [])).toBeNull();
  expect(await brokenAt(state, links)).toBeNull();
  const prunedDigest = links[9]?.digest ?? "";
  const pruned = { ...state, prunedPosition: 10, prunedDigest };
  expect(await brokenAt(pruned, links.slice(10))).toBeNull();
  expect(await brokenAt({ ...state, prunedPosition: 9 }, links.slice(10))).toBe(10);
  expect(await brokenAt(pruned, links)).toBe(1);
});

describe("finds tampering, and names its first position", () => {
  const { state, links } = chainOf(LENGTH);
  const TAMPERINGS: Record<string, (at: number) => { links: Link[]; broken: number }> = {
    "an entry that was edited": (at) => {
      return { links: replaced(links, at, { content: `["entry ${at + 1} "]` }), broken: at + 1 };
    },
    "an entry that was deleted": (at) => ({ links: replaced(links, at, { content: null }), broken: at + 1 }),
    "a link that was deleted, with its entry": (at) => ({ links: links.toSpliced(at, 1), broken: at + 1 }),
    "the end that was cut off": (at) => ({ links: links.slice(0, at), broken: at + 1 }),
    "two entries that changed places": (at) => {
      const other = (at + 1 + randomInt(LENGTH - 1)) % LENGTH;
      const swapped = replaced(replaced(links, at, { content: links[other]?.content ?? null }), other, {
        content: links[at]?.content ?? null,
      });
      return { links: swapped, broken: Math.min(at, other) + 1 };
    },
    "a digest made with another key": (at) => {
      const before = links[at - 1]?.digest ?? "";
      const digest = linkDigest(randomBytes(32), at + 1, before, "forged");
      return { links: replaced(links, at, { content: "forged", digest }), broken: at + 1 };
    },
    "a link behind the end": () => {
      const longer = chainOf(1, state).links;
      return { links: [...links, ...longer], broken: LENGTH + 1 };
    },
  };

  it("1,000 times", async () => {
    const kinds = Object.entries(TAMPERINGS);
    for (let turn = 0; turn < 1_000; turn++) {
      const [name, tamper] = kinds[turn % kinds.length] ?? [];
      if (tamper === undefined) throw new Error("There is nothing to try.");
      const tampered = tamper(randomInt(LENGTH));
      expect(await brokenAt(state, tampered.links), name).toBe(tampered.broken);
    }
  });
});

it("protects start and end with a digest over all four columns and the organisation", () => {
  const organisationId = randomUUID();
  const { state } = chainOf(3);
  const mac = stateMac(key, organisationId, state);
  const others = [
    stateMac(key, randomUUID(), state),
    stateMac(randomBytes(32), organisationId, state),
    stateMac(key, organisationId, { ...state, position: 2 }),
    stateMac(key, organisationId, { ...state, digest: "other" }),
    stateMac(key, organisationId, { ...state, prunedPosition: 1 }),
    stateMac(key, organisationId, { ...state, prunedDigest: "other" }),
  ];
  expect(others.filter((other) => sameDigest(mac, other))).toEqual([]);
  expect(sameDigest(mac, stateMac(key, organisationId, state))).toBe(true);
});
