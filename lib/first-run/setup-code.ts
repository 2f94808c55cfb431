/** The one-time code with which the first visitor proves that they can read the server's terminal. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Db } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { ownerExists } from "./create-owner";

// Crockford's alphabet, without letters that look like others.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** The code as people type it. Null once an owner exists. */
export async function setupCode(db: Db, secret: string = env().nextAuthSecret): Promise<string | null> {
  if (await ownerExists(db)) return null;
  return setupCodeOf(await db.instance.findUniqueOrThrow({ where: { id: 1 } }), secret);
}

/** Generates a new code at each start, so that one from an old log is worthless. Null once an owner exists. */
export async function renewSetupCode(db: Db): Promise<string | null> {
  if (await ownerExists(db)) return null;
  const setupNonce = randomBytes(16).toString("base64url");
  return setupCodeOf(
    await db.instance.update({ where: { id: 1 }, data: { setupNonce } }),
    env().nextAuthSecret,
  );
}

type Installation = { instanceId: string; setupNonce: string };

/** The code of the installation whose NEXTAUTH_SECRET is `secret`. */
export function setupCodeOf({ instanceId, setupNonce }: Installation, secret: string): string {
  const mac = createHmac("sha256", secret).update(`setup code of ${instanceId} ${setupNonce}`).digest();
  const letters = [...mac.subarray(0, GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  const groups = Array.from({ length: GROUPS }, (_, index) =>
    letters.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH).join(""),
  );
  return groups.join("-");
}

/** Whether a typed code is right. Case, spaces and dashes don't matter. Takes the same time either way. */
export function isSetupCode(typed: string, code: string): boolean {
  return timingSafeEqual(digest(typed), digest(code));
}

function digest(code: string): Buffer {
  const plain = code.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return createHash("sha256").update(plain).digest();
}
