import { v7 as uuidv7 } from "uuid";
import { insertApp } from "@/lib/apps/insert-app";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Actor, Origin } from "@/lib/access/context";
import type { Db, Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import type { App } from "@/lib/api/apps";
import { hashPassword } from "@/lib/auth/password";
import { refuseWeakPassword } from "@/lib/auth/password-strength";

const FIRST_APP_NAME = "My app";
// Any constant works, as long as every process uses the same one.
const ADVISORY_LOCK = 7_238_914_402;

export type NewOwner = { email: string; name: string; password: string; organisationName: string };
export type CreatedOwner = { actor: Extract<Actor, { kind: "user" }>; app: App };

export async function ownerExists(db: Db | Tx): Promise<boolean> {
  return (await db.member.findFirst({ where: { role: "owner" }, select: { id: true } })) !== null;
}

/**
 * The first account, with its organisation and first app. If several calls run at the same time, one wins and
 * the others throw `owner_exists`. `also` runs in the same transaction.
 */
export async function createOwner<Result>(
  db: Db,
  owner: NewOwner,
  origin: Origin,
  also: (tx: Tx, created: CreatedOwner) => Promise<Result>,
): Promise<Result> {
  await refuseWeakPassword(owner.password, { ...owner, organisation: owner.organisationName });
  if (await ownerExists(db)) throw alreadyThere();
  const passwordHash = await hashPassword(owner.password);
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK}::bigint)`;
    if (await ownerExists(tx)) throw alreadyThere();
    const organisation = await tx.organisation.create({
      data: { id: uuidv7(), name: owner.organisationName },
    });
    const { email, name } = owner;
    const user = await tx.user.create({ data: { id: uuidv7(), email, name, passwordHash } });
    await tx.member.create({ data: { organisationId: organisation.id, userId: user.id, role: "owner" } });
    // Nobody is signed in yet, so no session is recorded.
    const actor = {
      kind: "user",
      organisationId: organisation.id,
      userId: user.id,
      email,
      role: "owner",
      environmentRoles: [],
      sessionId: "",
    } as const;
    const app = await insertApp(tx, organisation.id, FIRST_APP_NAME);
    await recordAudit(tx, { actor, origin }, "organisation.created", {
      id: organisation.id,
      name: organisation.name,
    });
    return await also(tx, { actor, app });
  });
}

function alreadyThere(): DomainError {
  return new DomainError("owner_exists", "This installation already has an owner. Sign in instead.");
}
