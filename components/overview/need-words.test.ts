import { describe, expect, it } from "vitest";
import { ACTIONS } from "@/lib/access/permissions";
import type { Need } from "@/lib/api/overview";
import { needWords } from "./need-words";

const apps = [
  { id: "shop", name: "Shop", labels: {}, environments: [{ id: "e1", name: "Production", labels: {} }] },
];
const secret = (id: string) => ({
  ...{ id, name: `Key ${id}`, environmentId: "e1", appName: "Shop", environmentName: "Production" },
});
const manage = (id: string) => `/apps/shop/environments/e1?manage=${id}`;
const AT = "2026-03-01T00:00:00.000Z";
const words = (need: Need, actions = ACTIONS.slice()) => needWords(need, { actions, apps });

describe("a refused admin key", () => {
  const refused = {
    ...({
      kind: "admin_key_refused",
      thirdPartyCredentialId: "c1",
      credentialName: "Acme",
      since: AT,
    } as const),
    ...({
      code: "provider_auth_failed",
      accepted: false,
      count: 2,
      secrets: [secret("1"), secret("2")],
    } as const),
  };

  it("says what stopped and what programs have, and offers another key to who may replace it", () => {
    const told = words({ ...refused, secrets: [...refused.secrets] });
    expect(told.title).toBe("OpenAI refuses the admin key of Acme");
    expect(told.meaning).toContain("2 rotating secrets are paused. Programs keep their current keys.");
    expect(told.action).toEqual({ label: "Replace key", href: "/integrations?replace=c1" });
    expect(words({ ...refused, secrets: [...refused.secrets] }, ["read"]).action).toBeNull();
  });

  it("names the scope where that is what it lacks", () => {
    const told = words({ ...refused, secrets: [], count: 0, code: "provider_scope_missing", since: null });
    expect(told.title).toBe("The admin key of Acme lacks Organization Administration: Write");
    expect(told.time).toBeNull();
    expect(told.meaning).toContain("Nothing is paused yet");
  });

  it("is resumed once it is accepted: the one, or all that it stopped", () => {
    const one = words({ ...refused, accepted: true, count: 1, secrets: [secret("1")] });
    expect(one.action).toEqual({ label: "Resume", href: manage("1") });
    const several = words({ ...refused, accepted: true, secrets: [...refused.secrets] });
    expect(several.action?.href).toBe("/?state=failed&thirdPartyCredentialId=c1");
  });
});

it.each([
  ["project_not_found", "programs may be refused"],
  ["provider_rejected", "Programs keep their current keys."],
] as const)("a schedule that stopped over %s says that %s", (code, meaning) => {
  const told = words({
    ...{
      kind: "schedule_stopped",
      code,
      projectName: "Chatbot",
      since: AT,
      count: 1,
      secrets: [secret("1")],
    },
  });
  expect(told.meaning).toContain(meaning);
  expect(told.action).toEqual({ label: "How to fix this", href: manage("1") });
});

it.each<[Need, string]>([
  [{ kind: "deleted_debts", count: 1, since: null }, "#outstanding-of-deleted"],
  [{ kind: "overdue_revocations", count: 6, secrets: [secret("1")], since: AT }, "/?state=owed"],
  [{ kind: "paused", count: 1, secrets: [secret("1")], since: AT }, manage("1")],
  [
    { kind: "previous_key_used", secret: secret("1"), lastUsedAt: AT, revokeAt: AT },
    `${manage("1")}&tab=credentials`,
  ],
  [
    { kind: "unclaimed_accounts", thirdPartyCredentialId: "c1", credentialName: "Acme", count: 3 },
    "/integrations",
  ],
  [{ kind: "webhook_failing", webhookId: "w1", name: "Pager", since: AT, count: 2 }, "/notifications"],
  [
    { kind: "admin_key_expires", thirdPartyCredentialId: "c1", credentialName: "Acme", at: AT },
    "/integrations?replace=c1",
  ],
  [{ kind: "token_expires", tokenId: "t1", name: "ci", at: AT }, "/service-tokens"],
])("%j leads to %s, and says what it means", (need, href) => {
  const told = words(need);
  expect(told.action?.href).toBe(href);
  expect(told.meaning).toMatch(/^[A-Z1-9].*\.$/);
});
