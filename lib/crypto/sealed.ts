/**
 * Values at rest: one compact JWE per value (RFC 7516), A256GCMKW over a fresh A256GCM content key.
 * The protected header names the key (`kid`) and the place where the value belongs (`ctx`); both are authenticated,
 * so an envelope moved to another row or column does not open.
 */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import type { Keyring } from "./keyring";

/** The place of a sealed value: `table.column:row id:organisation id`. */
export type SealContext = { table: string; column: string; rowId: string; organisationId: string };

function contextLabel(context: SealContext): string {
  return `${context.table}.${context.column}:${context.rowId}:${context.organisationId}`;
}

/** An envelope that does not open: wrong key ring, moved to another place, or damaged. Says which; never what was inside. */
export class SealError extends Error {
  override readonly name = "SealError";
}

export async function seal(keyring: Keyring, context: SealContext, plaintext: string): Promise<string> {
  const { id, key } = keyring.primary;
  return await new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: "A256GCMKW", enc: "A256GCM", kid: id, ctx: contextLabel(context) })
    .encrypt(key);
}

/** Opens an envelope. Throws SealError. */
export async function open(keyring: Keyring, context: SealContext, envelope: string): Promise<string> {
  const kid = envelopeKeyId(envelope);
  const key = keyring.get(kid);
  if (key === undefined) throw new SealError(`The key ring has no key "${kid}".`);
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(envelope, key, {
      keyManagementAlgorithms: ["A256GCMKW"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    if (protectedHeader["ctx"] !== contextLabel(context)) {
      throw new SealError("The sealed value belongs to another place.");
    }
    // Without ignoreBOM a value would lose the U+FEFF that it begins with.
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(plaintext);
  } catch (error) {
    if (error instanceof SealError) throw error;
    throw new SealError("The sealed value does not open: wrong key, or it was changed.");
  }
}

/** Which key of the ring an envelope was sealed with. Throws SealError. */
export function envelopeKeyId(envelope: string): string {
  try {
    const { kid } = decodeProtectedHeader(envelope);
    if (typeof kid === "string") return kid;
  } catch {
    // Falls through: unreadable is the same as nameless.
  }
  throw new SealError("The sealed value is damaged.");
}
