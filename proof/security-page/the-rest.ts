import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  [
    "The database cancels any statement of the web process after ten seconds.",
    "proof/access-matrix/cost.test.ts › ends at a statement that the web must not wait for",
  ],
  [
    "Every text, list and number in a request has a maximum.",
    "app/api/v1/openapi.json/bounds.test.ts › limits the size of every text, list and number that callers send",
  ],
  [
    "The values of an environment take at most 16 MiB together, and an environment has at most 12,000 secrets.",
    "lib/secrets/require-room.test.ts › refuses a value that makes an environment too large to read",
    "lib/secrets/require-room.test.ts › accepts no more secrets than a read can decrypt in a moment, and lets existing ones change",
  ],
  [
    "A caller can have 1,000 streams and waiting requests open.",
    "lib/live/open-requests.test.ts › opens a thousand streams for one caller, another one once one of them has ended, and others for others",
  ],
  [
    "Each caller has a budget for searches, bulk reads, imports, previews, and requests that lead to calls to OpenAI.",
    "app/api/v1/openapi.json/bounds.test.ts › counts expensive requests per caller",
    "proof/access-matrix/cost.test.ts › refuses only the caller who sends too many expensive requests",
  ],
  [
    "Only a setting can change OpenAI's base URL, and it must be https unless it is a loopback address.",
    "lib/settings/env.test.ts › OPENAI_BASE_URL %s: %s",
  ],
  [
    "For a project with data residency, minted keys are sent to OpenAI's host in that region.",
    "lib/providers/openai/regions.test.ts › never leaves OpenAI's hosts, whatever a project's residency says",
  ],
  [
    "Admin keys never are ([decision 020](decisions/020-a-key-is-tried-where-it-works.md)).",
    "lib/providers/openai/regions.test.ts › never leaves OpenAI's hosts, whatever a project's residency says",
  ],
  [
    "Phase follows no redirects, limits the size of responses and checks them with zod.",
    "lib/providers/openai/client.test.ts › follows no redirect, which would send an admin key elsewhere",
    "lib/providers/openai/client.test.ts › reads no response to its end that is longer than any of OpenAI's",
  ],
  [
    "The SDK retries nothing, and Phase ignores the SDK's own environment variables (`lib/providers/openai/client.ts`).",
    "lib/providers/openai/client.test.ts › reads no setting of the SDK's own from the environment",
  ],
  [
    "Members enter the URLs of webhooks, so a webhook must not reach what only the server can reach.",
    "lib/notifications/post.test.ts › refuses its own machine, as %s, before connecting",
  ],
  [
    "Phase resolves each name itself and refuses the connection if any of its addresses is private, loopback, link-local or otherwise not public.",
    "lib/notifications/post.test.ts › refuses its own machine, as %s, before connecting",
    "lib/notifications/public-address.test.ts › keeps %s out",
  ],
  [
    "It follows no redirects, doesn't read responses, and stops after ten seconds (`lib/notifications/post.ts`).",
    "lib/notifications/post.test.ts › does not follow a redirect",
    "lib/notifications/post.test.ts › posts the body and returns the status, without reading the response",
    "lib/notifications/post.test.ts › gives up on a receiver that does not answer",
  ],
  [
    "`PHASE_WEBHOOK_ALLOW_PRIVATE=true` allows private IP addresses, except those of cloud metadata services.",
    "lib/notifications/post.test.ts › posts the body and returns the status, without reading the response",
    "lib/notifications/cloud-address.test.ts › is refused where private addresses are allowed, named or resolved, in any notation",
  ],
  [
    "Phase signs messages as Standard Webhooks specifies.",
    "lib/notifications/deliver.test.ts › is signed with both secrets after a change, with the new one alone a day later",
  ],
  [
    "While you replace a signing secret, the new and the previous one are both valid.",
    "lib/notifications/deliver.test.ts › is signed with both secrets after a change, with the new one alone a day later",
  ],
  [
    "Messages contain names, IDs, times and reasons, never a value.",
    "lib/notifications/write-notifications.test.ts › a rotation and the revocation after it: names and IDs, signed, and never a value",
  ],
  [
    "The audit log records what members and tokens did, and each read of values, with actor, IP address and program.",
    "lib/rotation/commands/all-or-nothing.test.ts › is audited once, with actor, source and subject",
    "lib/secrets/secrets.test.ts › writes an audit entry for each read and reveal, without the value",
  ],
  [
    "Each entry is written in the transaction of the change that it describes.",
    "lib/rotation/commands/all-or-nothing.test.ts › changes nothing if it can't be audited",
  ],
  [
    "Triggers refuse to change, delete or truncate entries, and the role of the running programs may only read and add them ([two roles](databases.md#two-roles)).",
    "installation/migrations/migrate.test.ts › keep audit entries as they were written",
    "installation/migrations/roles.test.ts › may read and add to the audit log",
  ],
  [
    "Entries form a [chain](audit-log.md) that shows tampering.",
    "lib/audit-log/audit-log.test.ts › finds %s, and names its position",
    "lib/audit-log/chain.test.ts › 1,000 times",
  ],
  [
    "The IP address is the connection's, or the one that the outermost of `PHASE_TRUSTED_PROXIES` proxies saw.",
    "installation/programs/caller-address.test.ts › behind %i trusted proxies, forwarded for %s by %s, is %s",
    "installation/programs/caller-address.test.ts › is what a server in that process reads, whatever the caller wrote",
  ],
  [
    "Whatever else a caller writes into `X-Forwarded-For` is ignored (`installation/programs/caller-address.mjs`).",
    "installation/programs/caller-address.test.ts › behind %i trusted proxies, forwarded for %s by %s, is %s",
    "installation/programs/caller-address.test.ts › is what a server in that process reads, whatever the caller wrote",
  ],
  ["The owner of the database can still switch the triggers off.", null],
  ["If that matters to you, copy the log elsewhere (`GET /api/v1/audit`).", null],
  [
    "Phase writes each security event to the log as a JSON line (`securityEvent`, with actor, IP address and request), counts it in `phase_security_events_total`, and adds an audit entry.",
    "lib/audit-log/security-events.test.ts › is one JSON line, one count and one audit entry, with actor and address",
  ],
  [
    "If one caller causes many within a minute, one more audit entry states their number.",
    "lib/audit-log/security-events.test.ts › counts repeated events of one caller in one more entry, and separates callers",
  ],
  ["event | what happened", null],
  [
    "`denied` | role, scopes or environments don't allow the request",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`bad_token` | the service token is unknown, revoked or expired",
    "lib/audit-log/security-events.test.ts › is recorded for a request with a bad token",
  ],
  [
    "`foreign_origin` | another site made a browser send the request",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`throttled` | requests or sign-in attempts exceeded a limit",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`sign_in_refused` | the password is wrong, or no account has the email address",
    "lib/audit-log/security-events.test.ts › without an account is logged in the organisation concerned, else in the first one",
  ],
  [
    "`invitation_refused` | the invitation link is unknown, used, withdrawn or expired",
    "lib/members/invitations.test.ts › lets members choose their own password, once",
  ],
  [
    "`setup_code_refused` | the setup code is wrong",
    "lib/first-run/first-run.test.ts › creates nothing with another code, or another installation's",
  ],
  [
    "Besides the database, Phase connects to OpenAI, to the email server, and to webhooks.",
    "proof/security-page/outbound.test.ts › the server opens connections only to OpenAI, webhooks, the email server and the database",
  ],
  [
    "Only settings name the first two, and only owners and admins set the URLs of webhooks.",
    "proof/security-page/outbound.test.ts › the server opens connections only to OpenAI, webhooks, the email server and the database",
  ],
  [
    "URLs and signing secrets of webhooks are stored encrypted.",
    "lib/notifications/webhook-commands.test.ts › stores URL and secret encrypted, and shows the secret once",
  ],
  ["[Network](network.md#outbound-connections) lists all connections.", null],
  ["… | gets | doesn't get | what to do", null],
  [
    "a copy of the database, or a backup | names, IDs, schedules, emails, password hashes | any key or secret value | change passwords; keys can stay",
    "lib/crypto/rewrap.test.ts › knows every column with encrypted values",
    "proof/chaos/chaos.test.ts › no key appears anywhere unencrypted",
    "lib/http/idempotency.test.ts › keeps nothing that guesses could be tested against without the key ring",
  ],
  [
    "only the key ring | nothing |  | add a new first key, then `phase keys rotate`",
    "lib/crypto/rewrap.test.ts › moves every kind of encrypted value, and then the new key alone decrypts them all",
  ],
  [
    "both | everything stored |  | break-glass for all, replace admin keys and static secrets, then the key ring",
    null,
  ],
  [
    "write access to the database | every value: they add a service token, then use the API |  | the same, and look for tokens and members that nobody created",
    null,
  ],
  [
    "`NEXTAUTH_SECRET` | nothing on its own | a session: its ID must exist and can't be guessed | change it: everyone signs in again",
    "proof/access-matrix/matrix.test.ts › rejects credentials that are no longer valid",
  ],
  [
    "a service token | what its scopes allow, until it is revoked | other environments, other scopes | revoke it; break-glass for what it read",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › rejects credentials that are no longer valid",
  ],
  [
    "a viewer's session | names, states, events | values, changes | end the session",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
  ],
  [
    "an owner's session | everything the console shows | admin keys: nothing ever shows them again | end it, change the password, and remove the tokens, members and webhooks that it created, as the audit log shows",
    "lib/third-party-credentials/show.test.ts › what is shown of a key",
    "e2e/third-party-credentials.spec.ts › a good key is saved, shown only by its end, and can be deleted",
  ],
  [
    "the memory of the web process | the key ring, and with the database everything |  | the same as for both",
    null,
  ],
  [
    "a minted key | one OpenAI project, until the key is revoked | other projects, the admin API | **Rotate now** with break-glass",
    null,
  ],
  ["Phase has no second factor and no single sign-on yet.", null],
  ["Values pass through the server unencrypted: you provide TLS in front of it.", null],
  ["Anyone who can run code as the service's user has everything.", null],
  ["Node.js can't erase strings from memory.", null],
  [
    "[SECURITY.md](../SECURITY.md) explains how to report a vulnerability, and names the attackers considered.",
    null,
  ],
];
