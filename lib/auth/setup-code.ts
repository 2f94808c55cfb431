/** The one-time code that proves, at the first visit, that the visitor can read the server's terminal. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Db } from "@/lib/db";
import { env } from "@/lib/env";
import { ownerExists } from "./create-owner";

// Crockford's alphabet: without the letters that look like others.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** The code as people type it, the same at every start; null once an owner exists. */
export async function setupCode(db: Db, secret: string = env().nextAuthSecret): Promise<string | null> {
  if (await ownerExists(db)) return null;
  const { instanceId } = await db.instance.findUniqueOrThrow({ where: { id: 1 } });
  return setupCodeOf(instanceId, secret);
}

/** The code of the installation `instanceId` whose NEXTAUTH_SECRET is `secret`. */
export function setupCodeOf(instanceId: string, secret: string): string {
  const mac = createHmac("sha256", secret).update(`setup code of ${instanceId}`).digest();
  const letters = [...mac.subarray(0, GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  const groups = Array.from({ length: GROUPS }, (_, index) =>
    letters.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH).join(""),
  );
  return groups.join("-");
}

/** Whether a typed code is the right one; case, blanks and dashes don't matter. Takes the same time either way. */
export function isSetupCode(typed: string, code: string): boolean {
  return timingSafeEqual(digest(typed), digest(code));
}

function digest(code: string): Buffer {
  const plain = code.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return createHash("sha256").update(plain).digest();
}
