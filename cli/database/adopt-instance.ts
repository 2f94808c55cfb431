import { Keyring } from "@/lib/crypto/keyring";
import { adoptInstance, ensureInstance } from "@/lib/instance/instance";
import { distrustHistory } from "@/lib/rotation/engine/lost-history";
import { EXIT } from "../exit";
import { type Io, note, print } from "../io";
import { withDatabase } from "./with-database";

/**
 * Running programs continue within seconds: they compare every account with the rows, and carry out
 * revocations requested while this installation was sealed.
 */
export async function adoptInstanceCommand(io: Io): Promise<number> {
  return await withDatabase(async (db, env) => {
    const keyring = new Keyring(env.encryptionKeys);
    const before = await ensureInstance(db, keyring, env);
    await adoptInstance(db, env);
    await distrustHistory({ db });
    const { sealedBecause } = await ensureInstance(db, keyring, env);
    if (sealedBecause !== null) {
      note(io, sealedBecause);
      return EXIT.error;
    }
    print(
      io,
      before.sealedBecause === null
        ? "Nothing to do: this installation is not sealed."
        : "Adopted. This installation now rotates and revokes. Keep every other installation with a copy of this database stopped. Phase now compares every service account with the database, and carries out revocations requested while it was sealed.",
    );
    return EXIT.ok;
  });
}
