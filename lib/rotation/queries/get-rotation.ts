/**
 * A requested rotation. It has no row: its ID is that of the requesting event, the rotating secret's row says
 * whether it is still pending, and a credential's row says which key ended it.
 */
import type { Rotation } from "@/lib/api/rotations";
import type { Ctx } from "@/lib/access/context";
import { DomainError, notFound } from "@/lib/errors";
import type { EventType } from "@/lib/lists/events";
import type { Event, RotatingSecret } from "@/lib/generated/prisma/client";
import { findRotatingSecret } from "./find-rotating-secret";
import { lastFailure } from "./show";

const ASKING = [
  "rotating_secret.created",
  "rotating_secret.rotation_requested",
  "rotating_secret.resumed",
] as const satisfies EventType[];
/** Events that withdraw a request or give it up. */
const ENDING = ["rotating_secret.paused", "rotating_secret.deleted"] as const satisfies EventType[];

type Reader = Pick<Ctx, "db" | "actor">;

/** Throws `not_found`. The event of a caller who joined a rotation names that rotation, and returns it. */
export async function getRotation(ctx: Reader, { id }: { id: string }): Promise<Rotation> {
  const named = await askingEvent(ctx, id);
  const first = detailOf(named)["rotationId"];
  const event = typeof first === "string" ? await askingEvent(ctx, first) : named;
  const secret = await secretOf(ctx, event.rotatingSecretId);
  const about = { id: event.id, rotatingSecretId: secret.id, requestedAt: event.at.toISOString() };
  const reason = await reasonOf(ctx, event);
  const credential = await ctx.db.mintedCredential.findFirst({
    where: { rotationId: event.id },
    select: { id: true },
  });
  if (credential !== null)
    return { ...about, reason, state: "succeeded", credentialId: credential.id, lastFailure: null };
  return { ...about, reason, credentialId: null, ...(await stateWithoutKey(ctx, event, secret)) };
}

async function askingEvent({ db }: Reader, id: string): Promise<Event> {
  const event = await db.event.findFirst({ where: { id, type: { in: [...ASKING] } } });
  if (event === null) throw notFound("rotation");
  return event;
}

/** If the actor can't see a rotation, nothing about it is returned, not even that its rotating secret exists. */
async function secretOf(ctx: Reader, id: string): Promise<RotatingSecret> {
  try {
    return await findRotatingSecret(ctx, id, "read", { deletedToo: true });
  } catch (error) {
    throw error instanceof DomainError && error.code === "not_found" ? notFound("rotation") : error;
  }
}

async function reasonOf({ db }: Reader, event: Event): Promise<Rotation["reason"]> {
  if (event.type === "rotating_secret.created") return "first_key";
  const isBreakGlass = { detail: { path: ["mode"], equals: "break_glass" } };
  const joined = { detail: { path: ["rotationId"], equals: event.id } };
  const asked = await db.event.findFirst({
    where: {
      rotatingSecretId: event.rotatingSecretId,
      at: { gte: event.at },
      AND: [isBreakGlass, { OR: [{ id: event.id }, joined] }],
    },
    select: { id: true },
  });
  if (asked !== null) return "break_glass";
  return event.type === "rotating_secret.resumed" ? "resumed" : "operator";
}

async function stateWithoutKey(
  { db }: Reader,
  event: Event,
  secret: RotatingSecret,
): Promise<Pick<Rotation, "state" | "lastFailure">> {
  const failure =
    secret.lastFailureAt !== null && secret.lastFailureAt >= event.at ? lastFailure(secret) : null;
  if (secret.rotationId === event.id) {
    const minting = await db.mintedCredential.findFirst({
      where: { rotatingSecretId: secret.id, state: { in: ["SENDING", "MINTED"] } },
      select: { id: true },
    });
    return { state: minting === null ? "pending" : "running", lastFailure: failure };
  }
  // Resuming on the previous schedule requests no rotation, unless the current key needs one.
  if (detailOf(event)["when"] === "keep_schedule") throw notFound("rotation");
  const end = await db.event.findFirst({
    where: { rotatingSecretId: secret.id, at: { gte: event.at }, type: { in: [...ENDING] } },
    orderBy: { id: "asc" },
  });
  // A rotation requested during a pause fails without another pause.
  const failed = end === null || detailOf(end)["reason"] === "failure";
  return failed
    ? { state: "failed", lastFailure: failure ?? failureOf(end) }
    : { state: "cancelled", lastFailure: null };
}

/** According to the event of the pause, if the rotating secret has recovered meanwhile. */
function failureOf(end: Event | null): Rotation["lastFailure"] {
  if (end === null) return null;
  const { code, message } = detailOf(end);
  return lastFailure({
    lastFailureAt: end.at,
    lastFailureCode: typeof code === "string" ? code : null,
    lastFailureMessage: typeof message === "string" ? message : null,
  });
}

function detailOf({ detail }: Event): Record<string, unknown> {
  return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail : {};
}
