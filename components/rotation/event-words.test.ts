import { expect, test } from "vitest";
import { auditTitle } from "@/lib/lists/audit-actions";
import { eventTitle } from "@/lib/lists/events";
import { eventActor } from "./event-actor";
import { auditFacts, eventFacts } from "./event-words";

test.each([
  ["credential.mint_refused", "Mint refused"],
  ["rotating_secret.rotation_requested", "Rotation requested"],
  ["rotating_secret.delay_extended", "Revocation delay extended"],
  ["credential.of_a_later_version", "credential.of_a_later_version"],
])("the event %s reads %s", (type, title) => {
  expect(eventTitle(type)).toBe(title);
});

test.each([
  ["third_party_credential.updated", "Third-party credential updated"],
  ["rotating_secret.rotation_requested", "Rotation requested"],
  ["rotating_secret.debt_forgotten", "Credential forgotten"],
])("the audit action %s reads %s", (action, title) => {
  expect(auditTitle(action)).toBe(title);
});

test.each([
  ["user:ada@example.com", "Person", "ada@example.com"],
  ["token:ci", "Service token", "ci"],
  ["system:worker", "Worker", ""],
])("%s is a %s", (actor, kind, name) => {
  expect(eventActor(actor)).toEqual({ kind, name });
});

test("details become names and values in the order of their list, empty ones left out", () => {
  const detail = {
    revokeAt: "2026-03-01T00:00:00.000Z",
    serviceAccountId: null,
    tries: 2,
    serviceAccountName: "phase-rs-1",
  };
  expect(eventFacts("credential.quarantined", detail)).toEqual([
    { name: "service account name", value: "phase-rs-1", kind: "id" },
    { name: "revoke at", value: "2026-03-01T00:00:00.000Z", kind: "time" },
    { name: "tries", value: "2", kind: "words" },
  ]);
});

test("the reason of a mint is told in words, any other reason as it is", () => {
  expect(eventFacts("credential.exposed", { reason: "schedule" })).toEqual([
    { name: "because", value: "it was scheduled", kind: "words" },
  ]);
  expect(eventFacts("credential.outcome_unknown", { reason: "worker_stopped" })).toEqual([
    { name: "reason", value: "worker stopped", kind: "words" },
  ]);
});

test("an edit is shown field by field, with the value before and after", () => {
  const changes = [
    { field: "rotationIntervalSeconds", before: 3_600, after: 7_200 },
    { field: "outputs.key_id", before: null, after: "OPENAI_KEY_ID" },
  ];
  expect(auditFacts("rotating_secret.updated", { changes })).toEqual([
    { name: "rotation interval", value: "1 hour → 2 hours", kind: "words" },
    { name: "outputs key id", value: "nothing → OPENAI_KEY_ID", kind: "words" },
  ]);
  expect(auditFacts("rotating_secret.updated", { changes: "name" })).toEqual([
    { name: "changes", value: "name", kind: "words" },
  ]);
});

test.each([
  ["rotating_secret.resumed", { when: "keep_schedule" }, "next rotation", "at the scheduled time"],
  ["rotating_secret.rotation_requested", { mode: "break_glass" }, "mode", "break-glass"],
  [
    "third_party_credential.tested",
    { code: "provider_auth_failed" },
    "failure",
    "Provider authentication failed",
  ],
  ["member.invited", { sentBy: "hand" }, "sent by", "hand"],
])("%s describes %j in words", (action, detail, name, value) => {
  expect(auditFacts(action, detail)).toEqual([{ name, value, kind: "words" }]);
});

test("a changed delay of nothing reads Instant", () => {
  const changes = [{ field: "revocationDelaySeconds", before: 864_000, after: 0 }];
  expect(auditFacts("rotating_secret.updated", { changes })).toEqual([
    { name: "revocation delay", value: "10 days → Instant", kind: "words" },
  ]);
});

test("an environment is given by its ID, for the page to name", () => {
  expect(auditFacts("secret.created", { environmentId: "e1" })).toEqual([
    { name: "environment", value: "e1", kind: "environment" },
  ]);
});
