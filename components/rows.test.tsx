/** What each row of the console shows of the API's response: every field is shown, or listed as not shown. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { prerender } from "react-dom/static";
import { expect, test } from "vitest";
import { AuditRow } from "./audit/audit-row";
import { CredentialRow as AdminKeyRow } from "./admin-keys/credential-row";
import { MemberRow } from "./members/member-row";
import { DeliveryRow } from "./notifications/delivery-row";
import { WebhookRow } from "./notifications/webhook-row";
import { OverviewRow } from "./overview/overview-row";
import { CredentialRow } from "./rotation/credential-row";
import { EventRow } from "./rotation/event-row";
import { SecretRow } from "./secrets/secret-row";
import {
  adminKey,
  credential,
  delivery,
  entry,
  event,
  member,
  secret,
  token,
  value,
  webhook,
} from "./rows.fixture";
import { SHOWN } from "./rows-shown.fixture";
import { TokenRow } from "./tokens/token-row";

const nothing = () => {};
const ROWS: Record<keyof typeof SHOWN, ReactNode> = {
  "a rotating secret on the overview": (
    <OverviewRow
      item={{
        rotatingSecret: secret,
        appId: secret.id,
        appName: "Backend",
        environmentName: "Production",
        keySince: null,
      }}
      apps={[]}
    />
  ),
  "a credential": <CredentialRow credential={credential} secret={secret} mayManage={false} />,
  "an admin key": <AdminKeyRow credential={adminKey} onAction={nothing} />,
  "a member": <MemberRow member={member} onAction={nothing} />,
  "a service token": <TokenRow token={token} apps={[]} onEdit={() => {}} onRevoke={nothing} />,
  "a webhook": <WebhookRow webhook={webhook} onAction={nothing} />,
  "a delivery": <DeliveryRow delivery={delivery} pending={false} onRedeliver={undefined} />,
  "a secret": (
    <SecretRow secret={value} mayReveal={false} mayWrite={false} onEdit={nothing} onDelete={nothing} />
  ),
  "an event": <EventRow event={event} />,
  "an audit entry": <AuditRow entry={entry} apps={[]} />,
};

test.each(Object.entries(SHOWN))(
  "%s is shown with all that its row is for",
  async (name, { schema, seen, unseen }) => {
    const row = Object.entries(ROWS).find(([known]) => known === name)?.[1];
    // Including parts loaded later.
    const { prelude } = await prerender(
      <QueryClientProvider client={new QueryClient()}>{row}</QueryClientProvider>,
    );
    const html = (await new Response(prelude).text()).replaceAll("<!-- -->", "");
    const missing = Object.entries(seen).filter(([, text]) => !html.includes(text));
    expect(missing).toEqual([]);
    expect([...Object.keys(seen), ...unseen].toSorted()).toEqual(Object.keys(schema.shape).toSorted());
  },
);

test("a service token without an end is marked", () => {
  const html = renderToStaticMarkup(
    <TokenRow token={{ ...token, expiresAt: null }} apps={[]} onEdit={() => {}} onRevoke={nothing} />,
  );
  expect(html).toContain("Never expires");
});
