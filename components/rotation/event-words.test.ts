import { expect, test } from "vitest";
import { eventActor, eventFacts, eventTitle } from "./event-words";

test.each([
  ["credential.mint_refused", "", "Credential mint refused"],
  ["rotating_secret.rotation_requested", "rotating_secret", "Rotation requested"],
  ["third_party_credential.updated", "", "Third-party credential updated"],
])("%s (without %s) reads %s", (type, leaveOut, title) => {
  expect(eventTitle(type, leaveOut)).toBe(title);
});

test.each([
  ["user:ada@example.com", "Person", "ada@example.com"],
  ["token:ci", "Service token", "ci"],
  ["system:worker", "Worker", ""],
])("%s is a %s", (actor, kind, name) => {
  expect(eventActor(actor)).toEqual({ kind, name });
});

test("details become names and values, empty ones left out", () => {
  const detail = {
    serviceAccountName: "phase-rs-1",
    revokeAt: "2026-03-01T00:00:00.000Z",
    code: "",
    tries: 2,
  };
  expect(eventFacts(detail)).toEqual([
    { name: "service account name", value: "phase-rs-1", kind: "id" },
    { name: "revoke at", value: "2026-03-01T00:00:00.000Z", kind: "time" },
    { name: "tries", value: "2", kind: "words" },
  ]);
});

test("the reason of a mint is told in words, any other reason as it is", () => {
  expect(eventFacts({ reason: "schedule" })).toEqual([
    { name: "because", value: "it was due by its schedule", kind: "words" },
  ]);
  expect(eventFacts({ reason: "worker_stopped" })).toEqual([
    { name: "reason", value: "worker_stopped", kind: "words" },
  ]);
});

test("an edit is told field by field, with the value before and after", () => {
  const changes = [
    { field: "rotationIntervalSeconds", before: 3_600, after: 7_200 },
    { field: "outputs.key_id", before: null, after: "OPENAI_KEY_ID" },
  ];
  expect(eventFacts({ changes })).toEqual([
    { name: "rotation interval seconds", value: "3600 → 7200", kind: "words" },
    { name: "outputs key id", value: "nothing → OPENAI_KEY_ID", kind: "words" },
  ]);
  expect(eventFacts({ changes: "name" })).toEqual([{ name: "changes", value: "name", kind: "words" }]);
});
