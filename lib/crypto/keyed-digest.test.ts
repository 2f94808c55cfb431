import { createHash, createHmac, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { keyedDigest, matchesDigest } from "./keyed-digest";
import { Keyring } from "./keyring";

const one = { id: "k1", key: randomBytes(32) };
const two = { id: "k2", key: randomBytes(32) };
const keyring = new Keyring([one]);

it("is the same for the same text, and another for another text, purpose or ring", () => {
  const digest = keyedDigest(keyring, "request", "text");
  expect(matchesDigest(keyring, "request", "text", digest)).toBe(true);
  expect(matchesDigest(keyring, "request", "other", digest)).toBe(false);
  expect(matchesDigest(keyring, "answer", "text", digest)).toBe(false);
  expect(matchesDigest(new Keyring([{ ...two, id: "k1" }]), "request", "text", digest)).toBe(false);
});

it("stays comparable while a key of the ring is replaced, but not once it is removed", () => {
  const digest = keyedDigest(keyring, "request", "text");
  expect(matchesDigest(new Keyring([two, one]), "request", "text", digest)).toBe(true);
  expect(matchesDigest(new Keyring([two]), "request", "text", digest)).toBe(false);
  expect(matchesDigest(keyring, "request", "text", "not a digest")).toBe(false);
});

it("can't be computed without a key, nor with the ring's own key", () => {
  const [, hex] = keyedDigest(keyring, "request", "text").split(":");
  expect(hex).not.toBe(createHash("sha256").update("text").digest("hex"));
  expect(hex).not.toBe(createHmac("sha256", one.key).update("text").digest("hex"));
});
