import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  [
    "A service token expires after 90 days unless its creator chooses another time.",
    "lib/tokens/tokens.test.ts › ends tokens after 90 days, later or never only if requested",
  ],
  [
    "The list marks tokens that never expire.",
    "components/rows.test.tsx › a service token without an end is marked",
  ],
  [
    "A token records which member or token created it, and when and from which IP address it was last used.",
    "lib/tokens/tokens.test.ts › lets no token create what outlives it: neither a token nor a person's access",
    "lib/tokens/tokens.test.ts › stores only a token's hash, knows what it may do, and records its use",
  ],
  [
    "It can never do more than the member behind it can do at that moment.",
    "lib/tokens/tokens.test.ts › lets a token do no more than its creator may now",
  ],
  [
    "When that member is removed, their tokens end, and so do the tokens that those created.",
    "lib/tokens/tokens.test.ts › ends a member's tokens with the member, recursively, except what an owner keeps",
  ],
  [
    "Only an owner can keep such a token: **Service tokens → Keep**.",
    "lib/tokens/tokens.test.ts › ends a member's tokens with the member, recursively, except what an owner keeps",
  ],
  [
    "No token can create a token that outlives it, and a token that expires can't add members.",
    "lib/tokens/tokens.test.ts › lets no token create what outlives it: neither a token nor a person's access",
  ],
  [
    "An edit can't give a token a longer life than its creator or the editor could give a new token, and the tokens that it created expire no later than it does.",
    "lib/tokens/update-token.test.ts › lets nothing outlive the caller, or the token that created it, unless an owner keeps it",
    "lib/tokens/update-token.test.ts › also shortens the tokens that it created, recursively, except kept ones",
    "lib/tokens/update-token.test.ts › only an owner extends what an owner or nobody is responsible for",
  ],
  [
    "A token that is limited to environments or keys can't create tokens.",
    "lib/tokens/tokens.test.ts › lets only permitted members manage tokens, in their own organisation",
    "lib/access/key-limits.test.ts › keeps the limits with the token, and lets it create no other token",
  ],
  [
    "A token can be limited to keys, by name or by the beginning of names: `OPENAI_API_KEY`, `STRIPE_*`.",
    "lib/access/key-limits.test.ts › matches a key as a whole, and a prefix to its end, in the database as in the program",
  ],
  [
    "It reads and writes only those.",
    "lib/access/key-limits.test.ts › writes only matching keys, and refuses others before it checks whether they exist",
    "proof/access-matrix/keys.test.ts › answers a limited token within its limits, and reveals nothing about other keys",
  ],
  [
    "Every other key looks missing, and changing such a key changes no `ETag` and sends no event.",
    "lib/access/key-limits.test.ts › treats a key outside of the limits like a missing one",
    "lib/access/key-limits.test.ts › changes the tag and the version of a limited reader with their own keys only",
  ],
  [
    "The token sees a rotating secret only if all of its keys are within the limit, because a rotation replaces all of them.",
    "proof/access-matrix/keys.test.ts › answers a limited token within its limits, and reveals nothing about other keys",
  ],
  [
    "If only some are, the token reads their values, but not the rotating secret.",
    "proof/access-matrix/keys.test.ts › answers a limited token within its limits, and reveals nothing about other keys",
  ],
  [
    "It sees no deleted rotating secrets, whose keys are gone.",
    "proof/access-matrix/keys.test.ts › answers a limited token within its limits, and reveals nothing about other keys",
  ],
  [
    "It also can't do what applies to the whole organisation, such as reading the audit log.",
    "proof/access-matrix/keys.test.ts › finds and allows nothing outside of its limits",
  ],
  [
    "A password needs at least 15 characters that are not easy to guess, or fewer that are very hard to guess.",
    "lib/auth/password-strength.test.ts › %s is refused, with the field and the advice",
    "lib/auth/password-strength.test.ts › %s is accepted",
  ],
  [
    "Phase estimates this with zxcvbn, which uses lists of stolen passwords and of common words.",
    "lib/auth/password-strength.test.ts › %s is refused, with the field and the advice",
  ],
  [
    "The member's name and email and the organisation's name add no strength.",
    "lib/auth/password-strength.test.ts › %s is refused for the person it belongs to",
  ],
  [
    "If a stored hash has outdated parameters, the next sign-in replaces it.",
    "lib/auth/sign-in.test.ts › hashes a password again, once, if its hash has other parameters",
  ],
  [
    "Nobody chooses a password for someone else.",
    "lib/members/invitations.test.ts › can't be used to bypass one's own password, to reach an owner, or by anyone but admins",
    "app/api/v1/api.test.ts › refuses unknown fields and parameters",
  ],
  [
    "**Members → Invite member** creates a link, and the new member chooses their own password there.",
    "lib/members/invitations.test.ts › lets members choose their own password, once",
    "e2e/members.spec.ts › a member is invited, chooses a password, gets another role, and is removed",
  ],
  [
    "The link works once, within a day, and only its hash is stored.",
    "lib/members/invitations.test.ts › lets members choose their own password, once",
    "lib/members/invitations.test.ts › expires when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role",
  ],
  [
    "If `SMTP_URL` is set, Phase emails the link and shows it to nobody.",
    "lib/members/invitations.test.ts › is emailed if email is configured, and shown to its creator only if the email wasn't sent",
  ],
  [
    "Otherwise Phase shows it once, so that you can hand it over.",
    "lib/members/invitations.test.ts › is emailed if email is configured, and shown to its creator only if the email wasn't sent",
  ],
  [
    "The same kind of link helps a member who lost their password.",
    "lib/members/invitations.test.ts › gives a member who lost their password another one, and then ends their sessions",
  ],
  [
    "A link stops working when someone creates a newer one or chooses **Withdraw link**, or when the member sets a password or becomes an owner.",
    "lib/members/invitations.test.ts › expires when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role",
  ],
  [
    "**Sessions** end after twelve hours, or after thirty minutes without activity.",
    "proof/access-matrix/wrong-clock.test.ts › how long a new session lives",
    "proof/access-matrix/wrong-clock.test.ts › when a session ends, and when it is idle",
  ],
  [
    "Requests that an open page sends automatically don't count as activity.",
    "lib/auth/sign-in.test.ts › renews a session only by a person's actions",
  ],
  [
    "Signing out, **Settings → Sessions** and a new password end sessions too.",
    "lib/auth/sign-in.test.ts › ends the other sessions by command and with a new password",
  ],
  [
    "A new sign-in ends the browser's previous session.",
    "lib/auth/sign-in.test.ts › ends the browser's previous session when it signs in again",
  ],
  [
    "Every request reads the member's role and membership again.",
    "lib/members/members.test.ts › changes a role immediately",
    "lib/auth/sign-in.test.ts › rejects a session that ended, is idle, too old, or whose member left",
  ],
  [
    "Cookies are `HttpOnly` and `SameSite=Lax`; when `NEXTAUTH_URL` is https, they are also `Secure` and have the prefix `__Host-`.",
    "lib/auth/cookie-names.test.ts › no script reads the cookies of %s, no other site sends them, and Secure is %s",
  ],
  [
    "A request with two session cookies counts as signed out.",
    "lib/http/request-actor.test.ts › accepts no cookie that occurs twice, because one of the two is someone else's",
  ],
  [
    "If `NEXTAUTH_URL` names a port, cookie names differ between two installations on one host.",
    "lib/auth/cookie-names.test.ts › a browser is signed in at %s and at %s at the same time",
  ],
  [
    "**Guessing passwords** becomes slow: each further attempt waits 1, 2, 4 … seconds.",
    "lib/auth/guesses.test.ts › makes each delay longer than the previous one, up to a maximum, and counts no refused attempt",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and immediately lets the person in from another",
  ],
  [
    "Waiting starts after five attempts for one account from one IP address, after ten for one account from anywhere, and after fifty from one IP address.",
    "lib/auth/guesses.test.ts › makes each delay longer than the previous one, up to a maximum, and counts no refused attempt",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and immediately lets the person in from another",
  ],
  [
    "The longest wait is fifteen minutes for one account from one IP address, otherwise one minute.",
    "lib/auth/guesses.test.ts › makes each delay longer than the previous one, up to a maximum, and counts no refused attempt",
  ],
  [
    "Phase counts an attempt before it hashes anything.",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and immediately lets the person in from another",
  ],
  [
    "An attempt that comes too early is refused and not counted.",
    "lib/auth/sign-in.test.ts › counts an attempt that came too early for its account against no address",
  ],
  [
    "All addresses of an IPv6 /64 count as one.",
    "lib/auth/sign-in.test.ts › counts every address of one IPv6 network as one",
  ],
  [
    "A browser that was signed in to the account before has a count of its own, so other people's guesses can't lock an owner out.",
    "lib/auth/sign-in.test.ts › keeps a known browser usable for the owner while others guess from everywhere",
  ],
  [
    "Unknown email addresses take as long as wrong passwords.",
    "lib/auth/sign-in.test.ts › does the same work for an unknown email",
  ],
  [
    "**The first account** needs the setup code that the terminal prints, a new one at each start.",
    "lib/first-run/first-run.test.ts › creates nothing with another code, or another installation's",
    "lib/first-run/first-run.test.ts › generates another setup code at each start, and accepts only the newest",
  ],
  [
    "**Other sites**: with a session cookie and an unsafe method, a request needs the `Origin` of `NEXTAUTH_URL` or of its own `Host`.",
    "proof/access-matrix/forged.test.ts › refuses every forged request of a signed-in owner's browser, and changes nothing",
    "lib/http/same-origin.test.ts › the same name over plain http is another site, where the console is opened by https: %s",
  ],
  [
    "Phase refuses any API request with a session cookie whose `Sec-Fetch-Site` header names another site.",
    "proof/access-matrix/forged.test.ts › refuses every forged request of a signed-in owner's browser, and changes nothing",
    "lib/http/handle.test.ts › refuses a cookie on a cross-site GET, and accepts one on its own",
  ],
  [
    "GET requests change nothing.",
    "proof/access-matrix/forged.test.ts › $name changes nothing, whatever method it claims",
  ],
  [
    "**Scripts**: `script-src 'nonce-…' 'strict-dynamic'` with a nonce per request, no `unsafe-inline` for scripts or style elements, no content from another host, and no framing (`proxy.ts`).",
    "proof/security-page/policy.test.ts › allows only scripts with the request's nonce, from nowhere else, and in no frame",
    "e2e/every-page.spec.ts › loads nothing from another host",
  ],
  [
    "HSTS is set when `NEXTAUTH_URL` is https.",
    "installation/programs/security-headers.test.ts › ask for https where the console is opened by https",
  ],
  [
    "Every response has the other security headers, including files and redirects (`installation/programs/security-headers.mjs`).",
    "installation/programs/security-headers.test.ts › are on every answer, and a page's own policy replaces the closed one",
    "e2e/manners.spec.ts › every response has the security headers: pages, files, refusals and redirects",
  ],
  [
    "**Other host names**: when `NEXTAUTH_URL` is https, Phase returns 421 for a request to another `Host`.",
    "lib/http/known-host.test.ts › %s%s is %s over https",
    "lib/http/known-host.test.ts › returns 421, and names Phase's URL",
  ],
  [
    "From the same machine, `localhost` works too, and health checks and `/metrics` work under any name.",
    "lib/http/known-host.test.ts › %s%s is %s over https",
  ],
  [
    "When a browser blocks content because of the policy, its report to `/csp-reports` becomes a line in the log.",
    "app/csp-reports/route.test.ts › logs one line with the blocked content and the visitor",
  ],
  [
    "**Values** reach a page only when a member reveals them, one at a time or a whole environment, at most thirty times a minute.",
    "e2e/static-secrets.spec.ts › values reach the page only when they are revealed",
    "app/api/v1/api.test.ts › counts all values of an environment against a person's limit, and lets programs continue",
  ],
  [
    "Phase writes the audit entry first.",
    "lib/audit-log/record-in-batch.test.ts › decrypts no value before the entry for its reading is committed",
  ],
];
