import type { Person } from "@/lib/auth/password-strength";
import type { Db, Tx } from "@/lib/db";

/** The person's names, which their password must not be. */
export async function personOf(db: Db | Tx, userId: string): Promise<Required<Person>> {
  const { email, name, members } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, name: true, members: { select: { organisation: { select: { name: true } } } } },
  });
  return { email, name, organisation: members.map(({ organisation }) => organisation.name).join(" ") };
}
