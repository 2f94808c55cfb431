/** The key ring: named 256-bit keys. The first one encrypts, every one decrypts. */
import { createSecretKey, type KeyObject } from "node:crypto";

export type RingKey = { id: string; key: Uint8Array };

export class Keyring {
  /** Node's own key objects. Creating a key from bytes for each use would cost several times what decrypting does. */
  readonly #keys: Map<string, KeyObject>;
  readonly primaryId: string;

  /** Throws if there is no key, if two have the same ID or if one isn't 32 bytes long. */
  constructor(keys: RingKey[]) {
    const [first] = keys;
    if (first === undefined) throw new Error("The key ring is empty.");
    this.#keys = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
    if (this.#keys.size !== keys.length) throw new Error("Two keys of the ring have the same ID.");
    for (const { id, key } of keys) {
      if (key.length !== 32) throw new Error(`Key ${id} of the ring is not 32 bytes long.`);
    }
    this.primaryId = first.id;
  }

  get(id: string): KeyObject | undefined {
    return this.#keys.get(id);
  }

  get primary(): { id: string; key: KeyObject } {
    const key = this.#keys.get(this.primaryId);
    if (key === undefined) throw new Error("The key ring is empty.");
    return { id: this.primaryId, key };
  }

  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** Never show key material in a log. */
  toJSON(): { ids: string[] } {
    return { ids: this.ids };
  }
}
