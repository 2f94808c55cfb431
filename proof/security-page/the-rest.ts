import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  [
    "A statement of the web's is cancelled after ten seconds.",
    "proof/access-matrix/cost.test.ts › ends at a statement that the web is not to wait for",
  ],
  [
    "Every text, list and number that may be sent has a largest one.",
    "app/api/v1/openapi.json/bounds.test.ts › lets no caller choose how much it is: each text, list and number that is sent has a largest one",
  ],
  [
    "Searches, bulk reads, imports, previews and what is asked of OpenAI have budgets of their own, by caller.",
    "app/api/v1/openapi.json/bounds.test.ts › counts what costs more than most, by caller",
    "proof/access-matrix/cost.test.ts › refuses a caller who asks too often for what costs much, and nobody else",
  ],
  [
    "The base URL is a setting of the server's, https except on loopback.",
    "lib/settings/env.test.ts › OPENAI_BASE_URL %s: %s",
  ],
  [
    "Minted keys of a project with data residency go to its region's host at OpenAI, admin keys never ([decision 020](decisions/020-a-key-is-tried-where-it-works.md)); redirects are not followed, answers are capped and go through zod, the SDK's retries are off and its ambient settings ignored (`lib/providers/openai/client.ts`).",
    "lib/providers/openai/regions.test.ts › never leaves OpenAI's hosts, whatever a project's residency says",
    "lib/providers/openai/client.test.ts › follows no redirect, by which an admin key would go elsewhere",
    "lib/providers/openai/client.test.ts › reads no answer to its end that is longer than any of OpenAI's",
    "lib/providers/openai/client.test.ts › reads no setting of the SDK's own out of the environment",
  ],
  [
    "People type where they go, so they must not reach what only the server can: Phase resolves names itself and refuses them when any address is private, loopback, link-local or otherwise not public, at the moment of connecting; redirects are not followed, answers not read, ten seconds are the limit (`lib/notifications/post.ts`).",
    "lib/notifications/post.test.ts › refuses our own machine, as %s, before connecting",
    "lib/notifications/public-address.test.ts › keeps %s out",
    "lib/notifications/post.test.ts › does not follow a redirect",
    "lib/notifications/post.test.ts › posts the body and answers the status, without reading what comes back",
    "lib/notifications/post.test.ts › gives up on a receiver that does not answer",
  ],
  [
    "`PHASE_WEBHOOK_ALLOW_PRIVATE=true` lifts the first rule.",
    "lib/notifications/post.test.ts › posts the body and answers the status, without reading what comes back",
    "lib/notifications/cloud-address.test.ts › is refused where private addresses are allowed, named or resolved, in any notation",
  ],
  [
    "Messages are signed as Standard Webhooks has it, with two secrets valid while one is replaced, and carry names, ids, times and reasons, never a value.",
    "lib/notifications/deliver.test.ts › is signed with both secrets after a change, with the new one alone a day later",
    "lib/notifications/write-notifications.test.ts › a rotation and the revocation after it: names and ids, signed, and never a value",
  ],
  [
    "What people and tokens did, and every reading of values, with actor, address and program.",
    "lib/rotation/commands/all-or-nothing.test.ts › is audited once, with who did it, from where and to what",
    "lib/secrets/secrets.test.ts › writes an audit entry for each read and reveal, without the value",
  ],
  [
    "Entries are written in the transaction of what they tell, and triggers refuse to change, delete or truncate them; the program's own role may only read and add ([two roles](databases.md#two-roles)).",
    "lib/rotation/commands/all-or-nothing.test.ts › changes nothing where it can't be audited",
    "installation/migrations/migrate.test.ts › keep audit entries as they were written",
    "installation/migrations/roles.test.ts › may read and add to the audit log",
  ],
  [
    "They form a [chain](audit-log.md) that shows tampering.",
    "lib/audit-log/audit-log.test.ts › finds %s, and names its position",
    "lib/audit-log/chain.test.ts › 1,000 times",
  ],
  [
    "The address is the connection's own, or what the outermost of `PHASE_TRUSTED_PROXIES` proxies saw; what a caller writes into `X-Forwarded-For` itself counts for nothing (`installation/programs/caller-address.mjs`).",
    "installation/programs/caller-address.test.ts › behind %i trusted proxies, forwarded for %s by %s, is %s",
    "installation/programs/caller-address.test.ts › is what a server in that process reads, whatever the caller wrote",
  ],
  [
    "Whoever owns the database can still switch triggers off; ship the log elsewhere (`GET /api/v1/audit`) when that matters.",
    null,
  ],
  [
    "Each is a line of JSON in the log (`securityEvent`, with actor, address and request), counts in `phase_security_events_total`, and is an audit entry.",
    "lib/audit-log/security-events.test.ts › is one JSON line, one count and one audit entry, with actor and address",
  ],
  [
    "The many of one caller within a minute come as one more entry with their number.",
    "lib/audit-log/security-events.test.ts › counts the many of one caller in one more entry, and keeps callers apart",
  ],
  ["event | what happened", null],
  [
    "`denied` | something that role, scopes or environments don't allow",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`bad_token` | a service token that is unknown, revoked or expired",
    "lib/audit-log/security-events.test.ts › is left by a request with a bad token",
  ],
  [
    "`foreign_origin` | a request that another site made a browser send",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`throttled` | more requests or guesses than a budget has",
    "lib/audit-log/security-events.test.ts › %s is %s",
  ],
  [
    "`sign_in_refused` | a wrong password, or an email that has no account",
    "lib/audit-log/security-events.test.ts › of nobody stands where it concerns somebody, else in the first organisation's log",
  ],
  [
    "`invitation_refused` | a sign-up link that is unknown, used, withdrawn or too old",
    "lib/members/invitations.test.ts › lets somebody choose their own password, once",
  ],
  [
    "`setup_code_refused` | a wrong setup code",
    "lib/first-run/first-run.test.ts › makes nothing with another code, or another installation's",
  ],
  [
    "To OpenAI's address, which only the environment can set; to the email server; and to webhooks, whose addresses owners and admins type.",
    "proof/security-page/outbound.test.ts › nothing of the server opens a connection but to OpenAI, webhooks, the email server and the database",
  ],
  [
    "Those are sealed, signed for (Standard Webhooks), refused where they lead into a private network at the moment of connecting, and never followed elsewhere; their answers are not read.",
    "lib/notifications/webhook-commands.test.ts › keeps address and secret sealed, and shows the secret once",
    "lib/notifications/post.test.ts › refuses our own machine, as %s, before connecting",
    "lib/notifications/post.test.ts › does not follow a redirect",
  ],
  ["See [notifications](notifications.md).", null],
  ["… | gets | does not get | do", null],
  [
    "a copy of the database or a backup | names, ids, schedules, emails, password hashes | any key or secret value | change passwords; keys may stay",
    "lib/crypto/rewrap.test.ts › knows every column that holds sealed values",
    "proof/chaos/chaos.test.ts › no key stands anywhere in the clear",
    "lib/http/idempotency.test.ts › keeps nothing that words could be tried against without the key ring",
  ],
  [
    "the key ring alone | nothing |  | put a new key in front, `phase keys rotate`",
    "lib/crypto/rewrap.test.ts › moves every kind of sealed value; afterwards the new key alone opens them all",
  ],
  [
    "both | everything stored |  | rotate all with break-glass, replace admin keys and static secrets, then the ring",
    null,
  ],
  [
    "write access to the database | every value: a service token of their own, then the API |  | as for both, and look for tokens and members that nobody made",
    null,
  ],
  [
    "`NEXTAUTH_SECRET` | nothing alone | a session: its id has to exist, and can't be guessed | change it: everyone signs in again",
    "proof/access-matrix/matrix.test.ts › knows nobody by what counts no more",
  ],
  [
    "a service token | what its scopes allow, until it is revoked | more environments, other scopes | revoke it; break-glass what it read",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › knows nobody by what counts no more",
  ],
  [
    "a viewer's session | names, states, events | values, changes | end the session",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
  ],
  [
    "an owner's session | everything the console shows | the admin keys: nothing ever shows them again | end it, change the password, read the audit log",
    "lib/third-party-credentials/show.test.ts › what is shown of a key",
    "e2e/third-party-credentials.spec.ts › a good key is saved, shown by its end only, and can be deleted",
  ],
  ["the web process's memory | key ring, and with the database everything |  | as for both", null],
  [
    "a minted key | one OpenAI project, until it is revoked | other projects, the admin API | **Rotate now**, break-glass",
    null,
  ],
  ["There is no second factor and no single sign-on yet.", null],
  ["Values pass through the server in the clear: TLS in front of it is yours to provide.", null],
  ["Whoever can run code as the service's user has it all.", null],
  ["Node can't erase strings from memory.", null],
  ["[SECURITY.md](../SECURITY.md) says how to report a fault, and who might attack.", null],
];
