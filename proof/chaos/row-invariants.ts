/** What the rows say by themselves: I5, I9 and I15. */
import { dueAt } from "@/lib/rotation/core/schedule";
import type { CredentialState } from "@/lib/rotation/core/model";
import { crowd, isUndated } from "../harness/rules";
import type { Expectation, Violation } from "./violation";
import type { Observation, ObservedCredential } from "./observation";

/** With every fault over, these end by themselves. */
const PASSING: readonly CredentialState[] = ["SENDING", "MINTED", "REVOKING", "UNKNOWN"];
/** What is due may still wait for the next look at the rows. Milliseconds. */
const SLACK_MS = 10_000;

export function rowViolations(observation: Observation, { quiet }: Expectation): Violation[] {
  return [
    ...observation.secrets.flatMap(({ id }) => crowds(observation, id)),
    ...observation.credentials.flatMap(undated),
    ...(quiet ? stranded(observation) : []),
  ];
}

function crowds({ credentials }: Observation, secretId: string): Violation[] {
  const own = credentials.filter(({ rotatingSecretId }) => rotatingSecretId === secretId);
  const text = crowd(own.map(({ state }) => state));
  return text === null ? [] : [{ invariant: "I5", subject: secretId, text }];
}

function undated(row: ObservedCredential): Violation[] {
  if (!isUndated(row)) return [];
  return [{ invariant: "I15", subject: row.id, text: `${row.state}, and nothing will look at it again` }];
}

function stranded({ at, credentials, secrets }: Observation): Violation[] {
  const latest = at.getTime() - SLACK_MS;
  const rows = credentials.flatMap(({ id, state, revokeAt }): Violation[] => {
    const late = state === "EXPIRING" && (revokeAt?.getTime() ?? 0) < latest;
    return late || PASSING.includes(state)
      ? [{ invariant: "I9", subject: id, text: `stranded: ${state}` }]
      : [];
  });
  const schedules = secrets.flatMap((secret): Violation[] => {
    const mints =
      secret.deletedAt === null && (secret.pauseReason === null || secret.rotateRequestedAt !== null);
    if (!mints || dueAt(secret).getTime() >= latest) return [];
    return [{ invariant: "I9", subject: secret.id, text: `due since ${dueAt(secret).toISOString()}` }];
  });
  return [...rows, ...schedules];
}
