import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  [
    "A service token expires after 90 days unless its creator chooses another time.",
    "lib/tokens/tokens.test.ts › ends tokens after 90 days, later or never only where that was asked for",
  ],
  [
    "The list marks tokens that never expire.",
    "components/rows.test.tsx › a service token without an end is marked",
  ],
  [
    "A token records which member or token created it, and when and from which IP address it was last used.",
    "lib/tokens/tokens.test.ts › lets no token make what outlives it: neither a token nor a person's access",
    "lib/tokens/tokens.test.ts › knows a token by what it may do, stores only its hash, and notes its use",
  ],
  [
    "It can never do more than the member behind it can do at that moment.",
    "lib/tokens/tokens.test.ts › lets a token do no more than its maker may by now",
  ],
  [
    "When that member is removed, their tokens end, and so do the tokens that those created.",
    "lib/tokens/tokens.test.ts › ends a person's tokens with the person, down the line, but what an owner keeps goes on",
  ],
  [
    "Only an owner can keep one: **Service tokens → Keep**.",
    "lib/tokens/tokens.test.ts › ends a person's tokens with the person, down the line, but what an owner keeps goes on",
  ],
  [
    "No token can create a token that outlives it, and a token that expires can't add members.",
    "lib/tokens/tokens.test.ts › lets no token make what outlives it: neither a token nor a person's access",
  ],
  [
    "An edit gives no token a longer life than its creator or the editor could give a new one, and what it has created ends no later than it does.",
    "lib/tokens/update-token.test.ts › lets nothing outlive who asks, or the token that made it, unless an owner keeps it",
    "lib/tokens/update-token.test.ts › takes the ends of what it has made along, down the line, but of what an owner keeps",
    "lib/tokens/update-token.test.ts › lengthens what an owner answers for, or nobody, by an owner alone",
  ],
  [
    "A token that is limited to environments can't create tokens.",
    "lib/tokens/tokens.test.ts › lets only those manage tokens who may, in their own organisation",
  ],
  [
    "A password needs at least 15 characters that are not easy to guess, or fewer that are very hard to guess.",
    "lib/auth/password-strength.test.ts › %s is refused, with the field and the way out",
    "lib/auth/password-strength.test.ts › %s is taken",
  ],
  [
    "Phase estimates this with zxcvbn, which knows lists of stolen passwords and of words.",
    "lib/auth/password-strength.test.ts › %s is refused, with the field and the way out",
  ],
  [
    "The member's name and email and the organisation's name add no strength.",
    "lib/auth/password-strength.test.ts › %s is refused for the person whose it is",
  ],
  [
    "If a stored hash has other parameters than today's, the next sign-in replaces it.",
    "lib/auth/sign-in.test.ts › hashes a password anew, once, where its hash was made in another strength",
  ],
  [
    "Nobody chooses a password for someone else.",
    "lib/members/invitations.test.ts › is no way around one's own password, nor to an owner, nor for others than administrators",
    "app/api/v1/api.test.ts › refuses a field that it does not know, and a parameter",
  ],
  [
    "**Members → Invite member** creates a link, and the new member chooses their own password there.",
    "lib/members/invitations.test.ts › lets somebody choose their own password, once",
    "e2e/members.spec.ts › a member is invited, chooses a password, is given another role, and removed",
  ],
  [
    "The link works once, within a day, and only its hash is stored.",
    "lib/members/invitations.test.ts › lets somebody choose their own password, once",
    "lib/members/invitations.test.ts › counts no more when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role",
  ],
  [
    "If `SMTP_URL` is set, Phase emails the link and shows it to nobody.",
    "lib/members/invitations.test.ts › is e-mailed where that is set up, and shown to its maker only where the e-mail did not go out",
  ],
  [
    "Otherwise Phase shows it once, so that you can hand it over.",
    "lib/members/invitations.test.ts › is e-mailed where that is set up, and shown to its maker only where the e-mail did not go out",
  ],
  [
    "The same kind of link helps a member who lost their password.",
    "lib/members/invitations.test.ts › gives whoever lost a password another one, and ends their sessions then",
  ],
  [
    "A newer link, **Withdraw link**, a new password or the role of owner ends a link.",
    "lib/members/invitations.test.ts › counts no more when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role",
  ],
  [
    "**Sessions** end after twelve hours, or after thirty minutes without activity.",
    "proof/access-matrix/wrong-clock.test.ts › how long a new session lives",
    "proof/access-matrix/wrong-clock.test.ts › when a session ends, and when it is idle",
  ],
  [
    "Requests that an open page sends automatically are no activity.",
    "lib/auth/sign-in.test.ts › renews a session by what a person does alone",
  ],
  [
    "Signing out, **Settings → Sessions** and a new password end sessions too.",
    "lib/auth/sign-in.test.ts › ends the other sessions by command and with a new password",
  ],
  [
    "A new sign-in ends the browser's previous session.",
    "lib/auth/sign-in.test.ts › ends the session that the browser had when it signs in anew",
  ],
  [
    "Every request reads the member's role and membership again.",
    "lib/members/members.test.ts › gives another role at once",
    "lib/auth/sign-in.test.ts › forgets a session that is ended, idle, too old, or whose person left",
  ],
  [
    "Cookies are `HttpOnly` and `SameSite=Lax`; when `NEXTAUTH_URL` is https, they are also `Secure` and `__Host-`.",
    "lib/auth/cookie-names.test.ts › no script reads the cookies of %s, no other site sends them, and Secure is %s",
  ],
  [
    "A request with two session cookies counts as signed out.",
    "lib/http/request-actor.test.ts › takes no cookie that stands there twice: one of the two is somebody else's",
  ],
  [
    "If `NEXTAUTH_URL` names a port, cookie names differ between two installations on one host.",
    "lib/auth/cookie-names.test.ts › a browser is signed in at %s and at %s at the same time",
  ],
  [
    "**Guessing passwords** becomes slow: each further attempt waits 1, 2, 4 … seconds.",
    "lib/auth/guesses.test.ts › makes each wait longer than the one before, up to a longest one, and counts no refused guess",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and lets the person in from another at once",
  ],
  [
    "Waiting starts after five attempts for one account from one IP address, after ten for one account from anywhere, and after fifty from one IP address.",
    "lib/auth/guesses.test.ts › makes each wait longer than the one before, up to a longest one, and counts no refused guess",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and lets the person in from another at once",
  ],
  [
    "The longest wait is fifteen minutes for one account from one IP address, otherwise one minute.",
    "lib/auth/guesses.test.ts › makes each wait longer than the one before, up to a longest one, and counts no refused guess",
  ],
  [
    "Phase counts an attempt before it hashes anything.",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and lets the person in from another at once",
  ],
  [
    "An attempt that comes too early is refused and not counted.",
    "lib/auth/sign-in.test.ts › counts a try that came too early for its account against no address",
  ],
  [
    "All addresses of an IPv6 /64 count as one.",
    "lib/auth/sign-in.test.ts › counts every address of one IPv6 network as one",
  ],
  [
    "A browser that was signed in to the account before has a count of its own, so other people's guesses can't lock an owner out.",
    "lib/auth/sign-in.test.ts › keeps the way in open, in a browser of the owner's, while others guess from everywhere",
  ],
  [
    "Unknown email addresses take as long as wrong passwords.",
    "lib/auth/sign-in.test.ts › does the same work for an address that nobody has",
  ],
  [
    "**The first account** needs the setup code that the terminal prints, a new one at each start.",
    "lib/first-run/first-run.test.ts › makes nothing with another code, or another installation's",
    "lib/first-run/first-run.test.ts › makes another setup code at each start, and takes the newest alone",
  ],
  [
    "**Other sites**: with a session cookie and an unsafe method, a request needs the `Origin` of `NEXTAUTH_URL` or of its own `Host`.",
    "proof/access-matrix/forged.test.ts › refuses every forged request of a signed-in owner's browser, and changes nothing",
    "lib/http/same-origin.test.ts › the same name over plain http is another site, where the console is opened by https: %s",
  ],
  [
    "Phase refuses any request whose `Sec-Fetch-Site` names another site.",
    "proof/access-matrix/forged.test.ts › refuses every forged request of a signed-in owner's browser, and changes nothing",
    "lib/http/handle.test.ts › refuses a cookie on a cross-site GET, and takes one on our own",
  ],
  [
    "GET changes nothing.",
    "proof/access-matrix/forged.test.ts › $name changes nothing, whatever method it claims to be",
  ],
  [
    "**Scripts**: `script-src 'nonce-…' 'strict-dynamic'` with a nonce per request, no `unsafe-inline` for scripts or style elements, nothing from another host, no framing (`proxy.ts`).",
    "proof/security-page/policy.test.ts › lets run what has the request's nonce, from nowhere else, and in no frame",
    "e2e/every-page.spec.ts › nothing is loaded from another host",
  ],
  [
    "HSTS is set when `NEXTAUTH_URL` is https.",
    "installation/programs/security-headers.test.ts › ask for https where the console is opened by https",
  ],
  [
    "Every answer carries the other security headers, including files and redirects (`installation/programs/security-headers.mjs`).",
    "installation/programs/security-headers.test.ts › stand on every answer, and a page's own policy takes the place of the closed one",
    "e2e/manners.spec.ts › every answer has the security headers: pages, files, refusals and ways to elsewhere",
  ],
  [
    "**Other host names**: when `NEXTAUTH_URL` is https, Phase answers 421 to a request for another `Host`.",
    "lib/http/known-host.test.ts › %s%s is %s over https",
    "lib/http/known-host.test.ts › answers 421, and says where it is",
  ],
  [
    "From the same machine `localhost` works too, and health checks and `/metrics` work under any name.",
    "lib/http/known-host.test.ts › %s%s is %s over https",
  ],
  [
    "When a browser blocks something because of the policy, its report to `/csp-reports` becomes a line in the log.",
    "app/csp-reports/route.test.ts › is one line in the log, with what was blocked and for whom",
  ],
  [
    "**Values** reach a page only when a member reveals them, one at a time or a whole environment, at most thirty times a minute.",
    "e2e/static-secrets.spec.ts › values reach the page only when they are revealed",
    "app/api/v1/api.test.ts › counts all values of an environment at once among those that a person is shown, and lets programs read on",
  ],
  [
    "Phase writes the audit entry first.",
    "lib/audit-log/record-in-batch.test.ts › opens no value before the entry of its reading is committed",
  ],
];
