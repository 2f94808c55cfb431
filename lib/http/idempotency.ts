/**
 * Requests that a caller may repeat without a second effect: one effect and one response per key, for a day.
 * A refusal is a response too. Internal errors and responses with Retry-After aren't kept, so that a
 * repetition tries again.
 */
import { v7 as uuidv7 } from "uuid";
import type { Actor, Ctx } from "@/lib/access/context";
import { keyedDigest, matchesDigest } from "@/lib/crypto/keyed-digest";
import { idempotentAnswerPlace } from "@/lib/crypto/places";
import { open, seal } from "@/lib/crypto/sealed";
import { DomainError } from "@/lib/errors";
import { expiredIdempotencyKeys } from "@/lib/requests/idempotency-keys";
import { invalid } from "@/lib/requests/read-input";

const PURPOSE = "idempotent request";
const SHAPE = /^[\x21-\x7e]{1,200}$/;

/** Performs `work` for the first request with this key. Later requests get the first response. */
export async function onlyOnce(
  ctx: Ctx,
  request: { method: string; url: string; key: string; body: unknown },
  work: () => Promise<Response>,
  refuse: (error: DomainError) => Response,
): Promise<Response> {
  const { key } = request;
  if (!SHAPE.test(key)) {
    throw invalid([
      { path: "Idempotency-Key", message: "Use 1 to 200 printable ASCII characters without spaces." },
    ]);
  }
  const { db } = ctx;
  const { organisationId } = ctx.actor;
  const actorId = ctx.actor.kind === "user" ? ctx.actor.userId : ctx.actor.tokenId;
  const text = textOf(ctx.actor, request);
  const requestHash = keyedDigest(ctx.keyring, PURPOSE, text);
  const id = uuidv7();
  await db.idempotencyKey.deleteMany({
    where: { organisationId, actorId, key, ...(await expiredIdempotencyKeys(db)) },
  });
  const { count } = await db.idempotencyKey.createMany({
    data: { id, organisationId, actorId, key, requestHash },
    skipDuplicates: true,
  });
  if (count === 0) return await answerAgain(ctx, { actorId, key, text });
  let response: Response;
  try {
    response = await work();
  } catch (error) {
    if (error instanceof DomainError && isFinal(error)) return await keep(ctx, id, refuse(error));
    await db.idempotencyKey.deleteMany({ where: { id } });
    throw error;
  }
  return await keep(ctx, id, response);
}

async function keep({ db, keyring, actor }: Ctx, id: string, response: Response): Promise<Response> {
  const body = await response.text();
  const envelope = await seal(keyring, idempotentAnswerPlace(id, actor.organisationId), body);
  await db.idempotencyKey.update({ where: { id }, data: { status: response.status, envelope } });
  return new Response(body === "" ? null : body, { status: response.status, headers: response.headers });
}

function isFinal({ status, details }: DomainError): boolean {
  return status < 500 && details.retryAfterSeconds === undefined;
}

async function answerAgain(
  ctx: Ctx,
  request: { actorId: string; key: string; text: string },
): Promise<Response> {
  const { organisationId } = ctx.actor;
  const { actorId, key, text } = request;
  const first = await ctx.db.idempotencyKey.findUnique({
    where: { organisationId_actorId_key: { organisationId, actorId, key } },
  });
  if (first !== null && !matchesDigest(ctx.keyring, PURPOSE, text, first.requestHash)) {
    throw new DomainError(
      "idempotency_key_reused",
      "The Idempotency-Key was used for another request, or with other permissions.",
    );
  }
  if (first === null || first.status === null || first.envelope === null) {
    throw new DomainError(
      "idempotency_in_flight",
      "A request with this Idempotency-Key is still running. Retry in a moment.",
      { retryAfterSeconds: 1 },
    );
  }
  const body = await open(ctx.keyring, idempotentAnswerPlace(first.id, organisationId), first.envelope);
  const headers = { "content-type": "application/json", "idempotency-replayed": "true" };
  return new Response(body === "" ? null : body, { status: first.status, headers });
}

/** The request and its caller's permissions: a caller with fewer permissions must not get an earlier answer. */
function textOf(actor: Actor, { method, url, body }: { method: string; url: string; body: unknown }): string {
  const { pathname, search } = new URL(url);
  return JSON.stringify([method, pathname, search, body, rightsOf(actor)]);
}

function rightsOf(actor: Actor): unknown[] {
  if (actor.kind === "user") return [actor.role, actor.environmentRoles];
  const { scopes, environmentIds, keys, answersTo } = actor;
  return [scopes, environmentIds, keys, answersTo && [answersTo.role, answersTo.environmentRoles]];
}
