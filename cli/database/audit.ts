import { Keyring } from "@/lib/crypto/keyring";
import { printable } from "@/lib/formats/printable";
import { type Verdict, verifyAudit } from "@/lib/audit-log/verify";
import { EXIT } from "../exit";
import { type Io, print } from "../io";
import { withDatabase } from "./with-database";

/** One line per organisation. Fails if a chain is broken; the line names the first broken position. */
export async function auditVerify(io: Io): Promise<number> {
  return await withDatabase(async (db, env) => {
    const verdicts = await verifyAudit(db, new Keyring(env.encryptionKeys));
    for (const verdict of verdicts) print(io, `${printable(verdict.organisation.name)}: ${words(verdict)}`);
    return verdicts.some(({ broken }) => broken !== null) ? EXIT.error : EXIT.ok;
  });
}

const LATE =
  ", later than the organisation: someone with write access to the database may have changed or removed earlier entries";

function words({ state, waiting, broken, begunAt, isBegunLate }: Verdict): string {
  if (broken !== null) return `BROKEN at position ${broken.position}: ${broken.reason}`;
  const later = waiting === 0 ? "" : `; ${waiting} more aren't linked yet`;
  if (state === null) return `no entry is linked yet${later}`;
  const { position, digest, prunedPosition } = state;
  const from =
    prunedPosition === 0 ? "" : ` (those up to ${prunedPosition} were removed after their retention)`;
  const begun = begunAt === null ? "" : `; begun ${begunAt.toISOString()}${isBegunLate ? LATE : ""}`;
  return `every entry is intact, up to position ${position}${from}; digest ${digest || "none"}${begun}${later}`;
}
