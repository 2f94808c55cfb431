/**
 * Possible attacks, and attempts to exceed permissions. Each becomes a log line and a count, and one audit
 * entry per caller for many of a kind.
 */
import type { Logger } from "pino";
import { auditEntry } from "./record-audit";
import { actorId, actorLabel, type Actor, type Anonymous, type Origin } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { type AuditAction, auditRow } from "@/lib/lists/audit-actions";
import type { SecurityEvent } from "@/lib/lists/security-events";
import { DomainError } from "@/lib/errors";

type Row = { action: AuditAction; meaning: string };

export const SECURITY_EVENTS = {
  denied: { action: "security.denied", meaning: "role, scopes or environments don't allow the request" },
  bad_token: { action: "security.bad_token", meaning: "the service token is unknown, revoked or expired" },
  foreign_origin: {
    action: "security.foreign_origin",
    meaning: "another site made a browser send the request",
  },
  throttled: { action: "security.throttled", meaning: "requests or sign-in attempts exceeded a limit" },
  sign_in_refused: {
    action: "security.sign_in_refused",
    meaning: "the password is wrong, or no account has the email address",
  },
  invitation_refused: {
    action: "security.invitation_refused",
    meaning: "the invitation link is unknown, used, withdrawn or expired",
  },
  setup_code_refused: { action: "security.setup_code_refused", meaning: "the setup code is wrong" },
} as const satisfies Record<SecurityEvent, Row>;

type Caller = {
  origin: Origin;
  actor?: Actor | null;
  request: string;
  /** The account that an unauthenticated caller tried. */
  email?: string | null;
  /** The person concerned, if the request's credentials name one. */
  organisationId?: string | undefined;
};
type Services = { db: Db; log: Logger };

const WINDOW_MS = 60_000;
/** Limits a path, which callers can make as long as they like. */
const MOST_LETTERS = 200;
/** The number of callers counted separately. The others count as one. */
const MOST_CALLERS = 1_000;

// On globalThis because the web bundles each route separately.
type State = { counts: Map<SecurityEvent, number>; more: Map<string, number> };
const holder: { phaseSecurityEvents?: State } = globalThis as { phaseSecurityEvents?: State };
const state = () => (holder.phaseSecurityEvents ??= { counts: new Map(), more: new Map() });

/** Since the start of this process, by type. */
export function securityEventCounts(): [SecurityEvent, number][] {
  const { counts } = state();
  return Object.keys(SECURITY_EVENTS).map((type) => {
    const known = type as SecurityEvent;
    return [known, counts.get(known) ?? 0];
  });
}

/** The security event of an error. Null for an ordinary refusal. */
export function securityEventOf(error: unknown): SecurityEvent | null {
  if (!(error instanceof DomainError)) return null;
  if (error.details.securityEvent !== undefined) return error.details.securityEvent;
  if (error.code === "too_many_requests") return "throttled";
  return error.code === "forbidden" ? "denied" : null;
}

/** Never delays the response and never fails. Resolves once the entry is written. `windowMs` is for tests. */
export async function reportSecurityEvent(
  { db, log }: Services,
  type: SecurityEvent,
  caller: Caller,
  windowMs = WINDOW_MS,
): Promise<void> {
  const { origin, actor = null, email = null } = caller;
  const request = caller.request.slice(0, MOST_LETTERS);
  const { counts, more } = state();
  counts.set(type, (counts.get(type) ?? 0) + 1);
  const who = actor === null ? "anonymous" : actorLabel(actor);
  log.warn(
    { securityEvent: type, actor: who, ...origin, request, ...(email === null ? {} : { account: email }) },
    "Security event",
  );
  const own = `${type} ${actor === null ? "" : actorId(actor)} ${origin.ip ?? ""} ${email ?? ""}`;
  const kind = more.has(own) || more.size < MOST_CALLERS ? own : type;
  const known = more.get(kind);
  if (known !== undefined) {
    more.set(kind, known + 1);
    return;
  }
  more.set(kind, 0);
  const write = async (count: number) => {
    await recordEvent(db, type, count, caller).catch((error: unknown) =>
      log.error({ err: error, securityEvent: type }, "A security event couldn't be written to the audit log"),
    );
  };
  setTimeout(() => {
    const count = more.get(kind) ?? 0;
    more.delete(kind);
    if (count > 0) void write(count);
  }, windowMs).unref();
  await write(1);
}

async function recordEvent(db: Db, type: SecurityEvent, count: number, caller: Caller): Promise<void> {
  const { origin, email } = caller;
  const request = caller.request.slice(0, MOST_LETTERS);
  const actor = caller.actor ?? (await strangerAt(db, caller));
  if (actor === null) return;
  const { action } = SECURITY_EVENTS[type];
  const subject = { type: auditRow(action).subject, id: null, name: email ?? request };
  await db.auditEntry.create({ data: auditEntry({ actor, origin }, action, subject, { count }) });
}

/** Logged in the organisation concerned, or else in the installation's first one. */
async function strangerAt(
  db: Db,
  { organisationId, email }: Pick<Caller, "organisationId" | "email">,
): Promise<Anonymous | null> {
  const member =
    organisationId === undefined && email
      ? await db.member.findFirst({
          where: { user: { email } },
          select: { organisationId: true },
          orderBy: { createdAt: "asc" },
        })
      : null;
  const found = organisationId ?? member?.organisationId;
  if (found !== undefined) return { kind: "anonymous", organisationId: found };
  const first = await db.organisation.findFirst({ select: { id: true }, orderBy: { createdAt: "asc" } });
  return first && { kind: "anonymous", organisationId: first.id };
}
