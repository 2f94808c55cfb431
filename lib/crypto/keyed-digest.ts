/** Digests of values that may be secret. Without the key ring nobody can test guesses against one. */
import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Keyring } from "./keyring";

/** `id:hex` under the ring's first key. `purpose` separates digests of different kinds. */
export function keyedDigest(keyring: Keyring, purpose: string, text: string): string {
  const { id, key } = keyring.primary;
  return `${id}:${digest(key, purpose, text)}`;
}

/** Whether `stored` is the digest of `text` under any key of the ring. */
export function matchesDigest(keyring: Keyring, purpose: string, text: string, stored: string): boolean {
  const [id = "", hex = ""] = stored.split(":");
  const key = keyring.get(id);
  if (key === undefined) return false;
  const [expected, found] = [Buffer.from(digest(key, purpose, text)), Buffer.from(hex)];
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function digest(ringKey: KeyObject, purpose: string, text: string): string {
  const key = Buffer.from(hkdfSync("sha256", ringKey, "", `phase digest: ${purpose}`, 32));
  return createHmac("sha256", key).update(text).digest("hex");
}
