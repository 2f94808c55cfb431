/** Encrypting and decrypting one value, compared with AES-256-GCM in Node: no envelope, and no key per value. */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { Keyring } from "@/lib/crypto/keyring";
import { staticSecretPlace } from "@/lib/crypto/places";
import { open, seal } from "@/lib/crypto/sealed";
import { type Measurement, percentileRounds, type Round } from "./measurement";
import { alternately, inRounds } from "./rounds";

const BATCHES = 20;
const CALLS_IN_BATCH = 100;
/** As long as an OpenAI service account's key. */
const VALUE = `sk-svcacct-${"k".repeat(153)}`;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export async function measureSeal(): Promise<Measurement[]> {
  const bytes = randomBytes(32);
  const keyring = new Keyring([{ id: "k1", key: bytes }]);
  // Several times as fast as with the bytes at each call.
  const key = createSecretKey(bytes);
  const place = staticSecretPlace(randomUUID(), randomUUID());
  const label = Buffer.from(JSON.stringify(place));
  const envelope = await seal(keyring, place, VALUE);
  const bare = encrypt(key, label);
  if ((await open(keyring, place, envelope)) !== VALUE || decrypt(key, label, bare) !== VALUE) {
    throw new Error("A sealed value did not open.");
  }
  const sealing = await inRounds(() =>
    microseconds(
      () => seal(keyring, place, VALUE),
      async () => encrypt(key, label),
    ),
  );
  const opening = await inRounds(() =>
    microseconds(
      () => open(keyring, place, envelope),
      async () => decrypt(key, label, bare),
    ),
  );
  const shown = (what: string, rounds: Round[]): Measurement => {
    return { name: `${what} one value`, unit: "µs", better: "less", rounds };
  };
  return [shown("seal", sealing), shown("open", opening)];
}

/** The time of one call, in the median batch. */
async function microseconds(value: () => Promise<unknown>, floor: () => Promise<unknown>): Promise<Round> {
  const { p50 } = percentileRounds(await alternately(BATCHES, inBatch(value), inBatch(floor)));
  const ofOne = (milliseconds: number) => (milliseconds * 1000) / CALLS_IN_BATCH;
  return { value: ofOne(p50.value), floor: ofOne(p50.floor) };
}

function inBatch(work: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    for (let index = 0; index < CALLS_IN_BATCH; index++) await work();
  };
}

function encrypt(key: KeyObject, label: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(label);
  const text = Buffer.concat([cipher.update(VALUE, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64url");
}

function decrypt(key: KeyObject, label: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(label).setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}
