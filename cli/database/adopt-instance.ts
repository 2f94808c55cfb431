import { Keyring } from "@/lib/crypto/keyring";
import { adoptInstance, ensureInstance } from "@/lib/instance";
import { EXIT } from "../exit";
import { type Io, note } from "../io";
import { withDatabase } from "./with-database";

/** Running programs go on by themselves within seconds. */
export async function adoptInstanceCommand(io: Io): Promise<number> {
  return await withDatabase(async (db, env) => {
    const keyring = new Keyring(env.encryptionKeys);
    const before = await ensureInstance(db, keyring, env);
    await adoptInstance(db, env);
    const { sealedBecause } = await ensureInstance(db, keyring, env);
    if (sealedBecause !== null) {
      note(io, sealedBecause);
      return EXIT.error;
    }
    io.stdout.write(
      before.sealedBecause === null
        ? "This installation rotates and revokes already.\n"
        : "Adopted. From now on this installation rotates and revokes; any other one with a copy of this database must stay stopped.\n",
    );
    return EXIT.ok;
  });
}
