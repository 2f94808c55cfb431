import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  [
    "The database cancels any statement of the web process after ten seconds.",
    "proof/access-matrix/cost.test.ts › ends at a statement that the web is not to wait for",
  ],
  [
    "Every text, list and number in a request has a maximum.",
    "app/api/v1/openapi.json/bounds.test.ts › lets no caller choose how much it is: each text, list and number that is sent has a largest one",
  ],
  [
    "The values of an environment take at most 16 MiB together, and an environment has at most 5,000 secrets.",
    "lib/secrets/require-room.test.ts › takes no value by which an environment's together would hold up whoever reads them",
    "lib/secrets/require-room.test.ts › takes no more secrets than are opened in a moment, and lets those that are there change",
  ],
  [
    "A caller can have 1,000 streams and waiting requests open.",
    "lib/live/open-requests.test.ts › opens a thousand streams for one caller, another one once one of them has ended, and others for others",
  ],
  [
    "Each caller has a budget for searches, bulk reads, imports, previews, and requests that lead to calls to OpenAI.",
    "app/api/v1/openapi.json/bounds.test.ts › counts what costs more than most, by caller",
    "proof/access-matrix/cost.test.ts › refuses a caller who asks too often for what costs much, and nobody else",
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
    "Phase follows no redirects, limits the size of answers and checks them with zod.",
    "lib/providers/openai/client.test.ts › follows no redirect, by which an admin key would go elsewhere",
    "lib/providers/openai/client.test.ts › reads no answer to its end that is longer than any of OpenAI's",
  ],
  [
    "The SDK retries nothing, and Phase ignores the SDK's own environment variables (`lib/providers/openai/client.ts`).",
    "lib/providers/openai/client.test.ts › reads no setting of the SDK's own out of the environment",
  ],
  [
    "Members type the URLs of webhooks, so a webhook must not reach what only the server can reach.",
    "lib/notifications/post.test.ts › refuses our own machine, as %s, before connecting",
  ],
  [
    "Phase resolves each name itself and refuses the connection if any of its addresses is private, loopback, link-local or otherwise not public.",
    "lib/notifications/post.test.ts › refuses our own machine, as %s, before connecting",
    "lib/notifications/public-address.test.ts › keeps %s out",
  ],
  [
    "It follows no redirects, doesn't read answers, and stops after ten seconds (`lib/notifications/post.ts`).",
    "lib/notifications/post.test.ts › does not follow a redirect",
    "lib/notifications/post.test.ts › posts the body and answers the status, without reading what comes back",
    "lib/notifications/post.test.ts › gives up on a receiver that does not answer",
  ],
  [
    "`PHASE_WEBHOOK_ALLOW_PRIVATE=true` allows private addresses, except those of cloud metadata services.",
    "lib/notifications/post.test.ts › posts the body and answers the status, without reading what comes back",
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
    "lib/notifications/write-notifications.test.ts › a rotation and the revocation after it: names and ids, signed, and never a value",
  ],
  [
    "The audit log contains what members and tokens did, and each reading of values, with actor, IP address and program.",
    "lib/rotation/commands/all-or-nothing.test.ts › is audited once, with who did it, from where and to what",
    "lib/secrets/secrets.test.ts › writes an audit entry for each read and reveal, without the value",
  ],
  [
    "Each entry is written in the transaction of the change that it describes.",
    "lib/rotation/commands/all-or-nothing.test.ts › changes nothing where it can't be audited",
  ],
  [
    "Triggers refuse to change, delete or truncate entries, and the role of the running programs may only read and add ([two roles](databases.md#two-roles)).",
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
    "A security event is a JSON line in the log (`securityEvent`, with actor, IP address and request), counts in `phase_security_events_total`, and is an audit entry.",
    "lib/audit-log/security-events.test.ts › is one JSON line, one count and one audit entry, with actor and address",
  ],
  [
    "If one caller causes many within a minute, one more audit entry gives their number.",
    "lib/audit-log/security-events.test.ts › counts the many of one caller in one more entry, and keeps callers apart",
  ],
  ["event | what happened", null],
  [
    "`denied` | role, scopes or environments don't allow the request",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`bad_token` | the service token is unknown, revoked or expired",
    "lib/audit-log/security-events.test.ts › is left by a request with a bad token",
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
    "lib/audit-log/security-events.test.ts › of nobody stands where it concerns somebody, else in the first organisation's log",
  ],
  [
    "`invitation_refused` | the invitation link is unknown, used, withdrawn or expired",
    "lib/members/invitations.test.ts › lets somebody choose their own password, once",
  ],
  [
    "`setup_code_refused` | the setup code is wrong",
    "lib/first-run/first-run.test.ts › makes nothing with another code, or another installation's",
  ],
  [
    "Phase connects to OpenAI, to the email server, and to webhooks.",
    "proof/security-page/outbound.test.ts › nothing of the server opens a connection but to OpenAI, webhooks, the email server and the database",
  ],
  [
    "Only the environment sets the first two, and only owners and admins set the URLs of webhooks.",
    "proof/security-page/outbound.test.ts › nothing of the server opens a connection but to OpenAI, webhooks, the email server and the database",
  ],
  [
    "URLs and signing secrets of webhooks are stored encrypted.",
    "lib/notifications/webhook-commands.test.ts › keeps address and secret sealed, and shows the secret once",
  ],
  ["[Network](network.md#outbound-connections) lists hosts and ports.", null],
  ["… | gets | does not get | do", null],
  [
    "a copy of the database, or a backup | names, IDs, schedules, emails, password hashes | any key or secret value | change passwords; keys can stay",
    "lib/crypto/rewrap.test.ts › knows every column that holds sealed values",
    "proof/chaos/chaos.test.ts › no key stands anywhere in the clear",
    "lib/http/idempotency.test.ts › keeps nothing that words could be tried against without the key ring",
  ],
  [
    "only the key ring | nothing |  | add a new first key, then `phase keys rotate`",
    "lib/crypto/rewrap.test.ts › moves every kind of sealed value; afterwards the new key alone opens them all",
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
    "proof/access-matrix/matrix.test.ts › knows nobody by what counts no more",
  ],
  [
    "a service token | what its scopes allow, until it is revoked | other environments, other scopes | revoke it; break-glass for what it read",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › knows nobody by what counts no more",
  ],
  [
    "a viewer's session | names, states, events | values, changes | end the session",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
  ],
  [
    "an owner's session | everything the console shows | admin keys: nothing ever shows them again | end it, change the password, read the audit log",
    "lib/third-party-credentials/show.test.ts › what is shown of a key",
    "e2e/third-party-credentials.spec.ts › a good key is saved, shown by its end only, and can be deleted",
  ],
  [
    "the web process's memory | the key ring, and with the database everything |  | the same as for both",
    null,
  ],
  [
    "a minted key | one OpenAI project, until the key is revoked | other projects, the admin API | **Rotate now** with break-glass",
    null,
  ],
  ["Phase has no second factor and no single sign-on yet.", null],
  ["Values pass through the server unencrypted: you provide TLS in front of it.", null],
  ["Anyone who can run code as the service's user has everything.", null],
  ["Node can't erase strings from memory.", null],
  [
    "[SECURITY.md](../SECURITY.md) explains how to report a vulnerability, and names the attackers considered.",
    null,
  ],
];
