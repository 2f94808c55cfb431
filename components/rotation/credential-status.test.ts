import { expect, it } from "vitest";
import { CREDENTIAL_STATUSES } from "@/lib/lists/states";
import { isExtendable, isForgettable, isLive, isRevocable } from "./credential-status";

it.each([
  ["minting", { live: true, buttons: [] }],
  ["active", { live: true, buttons: [] }],
  ["expiring", { live: true, buttons: ["Extend", "Revoke"] }],
  ["revoking", { live: true, buttons: [] }],
  ["revoke_failed", { live: true, buttons: ["Revoke", "Forget"] }],
  ["revoked", { live: false, buttons: [] }],
  // Break-glass doesn't revoke it, so its dialog must not list it.
  ["forgotten", { live: false, buttons: [] }],
  ["mint_failed", { live: false, buttons: [] }],
] as const)("a credential that is %s", (status, expected) => {
  const credential = { status, serviceAccountId: "svc_acct_1" };
  const buttons = [
    ...(isExtendable(credential) ? ["Extend"] : []),
    ...(isRevocable(credential) ? ["Revoke"] : []),
    ...(isForgettable(credential) ? ["Forget"] : []),
  ];
  expect({ live: isLive(credential), buttons }).toEqual(expected);
});

it("no status is missing above", () => expect(CREDENTIAL_STATUSES).toHaveLength(8));
