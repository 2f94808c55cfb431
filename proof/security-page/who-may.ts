import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  [
    "A token ends after 90 days unless its maker chooses another time; one without an end is marked in the list.",
    "lib/tokens/tokens.test.ts › ends tokens after 90 days, later or never only where that was asked for",
    "components/rows.test.tsx › a service token without an end is marked",
  ],
  [
    "It knows its maker, a person or a token, and when and from which address it was last used.",
    "lib/tokens/tokens.test.ts › lets no token make what outlives it: neither a token nor a person's access",
    "lib/tokens/tokens.test.ts › knows a token by what it may do, stores only its hash, and notes its use",
  ],
  [
    "It may do no more than the person at the end of that line may do at the moment, and ends when that person is removed; what a token made ends with the token.",
    "lib/tokens/tokens.test.ts › lets a token do no more than its maker may by now",
    "lib/tokens/tokens.test.ts › ends a person's tokens with the person, down the line, but what an owner keeps goes on",
  ],
  [
    "Only an owner can let one go on: **Service tokens → Keep**.",
    "lib/tokens/tokens.test.ts › ends a person's tokens with the person, down the line, but what an owner keeps goes on",
  ],
  [
    "No token makes another that outlives it, and one that ends gives nobody a place among the members.",
    "lib/tokens/tokens.test.ts › lets no token make what outlives it: neither a token nor a person's access",
  ],
  [
    "A token that is limited to environments makes no tokens.",
    "lib/tokens/tokens.test.ts › lets only those manage tokens who may, in their own organisation",
  ],
  [
    "A password has at least 15 characters that are not easy to guess, or fewer that are very hard to.",
    "lib/auth/password-strength.test.ts › %s is refused, with the field and the way out",
    "lib/auth/password-strength.test.ts › %s is taken",
  ],
  [
    "The estimate is zxcvbn's, with lists of stolen passwords and words; the person's name, email and organisation count for nothing.",
    "lib/auth/password-strength.test.ts › %s is refused, with the field and the way out",
    "lib/auth/password-strength.test.ts › %s is refused for the person whose it is",
  ],
  [
    "A password is hashed again at sign-in where its hash was made in another strength.",
    "lib/auth/sign-in.test.ts › hashes a password anew, once, where its hash was made in another strength",
  ],
  [
    "Nobody chooses a password for someone else.",
    "lib/members/invitations.test.ts › is no way around one's own password, nor to an owner, nor for others than administrators",
    "app/api/v1/api.test.ts › refuses a field that it does not know, and a parameter",
  ],
  [
    "**Members → Invite member** makes a link by which the person chooses their own.",
    "lib/members/invitations.test.ts › lets somebody choose their own password, once",
    "e2e/members.spec.ts › a member is invited, chooses a password, is given another role, and removed",
  ],
  [
    "It works once, for a day, and is stored hashed.",
    "lib/members/invitations.test.ts › lets somebody choose their own password, once",
    "lib/members/invitations.test.ts › counts no more when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role",
  ],
  [
    "With `SMTP_URL` set Phase emails it, and shows it to nobody; otherwise it is shown once, to hand over.",
    "lib/members/invitations.test.ts › is e-mailed where that is set up, and shown to its maker only where the e-mail did not go out",
  ],
  [
    "The same link serves someone who lost a password.",
    "lib/members/invitations.test.ts › gives whoever lost a password another one, and ends their sessions then",
  ],
  [
    "A newer link, **Withdraw link**, a new password and an owner's role end it.",
    "lib/members/invitations.test.ts › counts no more when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role",
  ],
  [
    "**Sessions** last twelve hours, thirty minutes when idle (what an open page asks automatically does not count), and are ended by signing out, by **Settings → Sessions**, and all together by a new password; a new sign-in ends the one that the browser had.",
    "proof/access-matrix/wrong-clock.test.ts › how long a new session lives",
    "proof/access-matrix/wrong-clock.test.ts › when a session ends, and when it is idle",
    "lib/auth/sign-in.test.ts › renews a session by what a person does alone",
    "lib/auth/sign-in.test.ts › ends the other sessions by command and with a new password",
    "lib/auth/sign-in.test.ts › ends the session that the browser had when it signs in anew",
  ],
  [
    "Role and membership are read with each request.",
    "lib/members/members.test.ts › gives another role at once",
    "lib/auth/sign-in.test.ts › forgets a session that is ended, idle, too old, or whose person left",
  ],
  [
    "Cookies are `HttpOnly`, `SameSite=Lax`, and when `NEXTAUTH_URL` is https `Secure` and `__Host-`; a request with two of them is nobody's.",
    "lib/auth/cookie-names.test.ts › no script reads the cookies of %s, no other site sends them, and Secure is %s",
    "lib/http/request-actor.test.ts › takes no cookie that stands there twice: one of the two is somebody else's",
  ],
  [
    "Where `NEXTAUTH_URL` names a port, the cookies of two installations on one host have different names.",
    "lib/auth/cookie-names.test.ts › a browser is signed in at %s and at %s at the same time",
  ],
  [
    "**Guessing** gets slower: after five tries for an account from one address, ten for an account from anywhere, fifty from one address, each further one waits 1, 2, 4 … seconds, a quarter of an hour at most for one account from one address and a minute otherwise.",
    "lib/auth/sign-in.test.ts › makes each wait longer than the one before, up to a longest one, and counts no refused guess",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and lets the person in from another at once",
  ],
  [
    "Tries are counted before anything is hashed; one that comes too early counts for nothing.",
    "lib/auth/sign-in.test.ts › slows guesses from one address down, and lets the person in from another at once",
    "lib/auth/sign-in.test.ts › counts a try that came too early for its account against no address",
  ],
  [
    "All addresses of an IPv6 /64 count as one.",
    "lib/auth/sign-in.test.ts › counts every address of one IPv6 network as one",
  ],
  [
    "A browser in which the account was signed in before has a cookie that says so and counts by itself, so nobody else's guesses keep an owner out.",
    "lib/auth/sign-in.test.ts › keeps the way in open, in a browser of the owner's, while others guess from everywhere",
  ],
  [
    "Unknown addresses take as long as wrong passwords.",
    "lib/auth/sign-in.test.ts › does the same work for an address that nobody has",
  ],
  [
    "**The first account** needs the setup code that the terminal prints, a new one at each start.",
    "lib/first-run/first-run.test.ts › makes nothing with another code, or another installation's",
    "lib/first-run/first-run.test.ts › makes another setup code at each start, and takes the newest alone",
  ],
  [
    "**Other sites**: a request with a session cookie and an unsafe method needs an `Origin` that is ours (`NEXTAUTH_URL`'s, or the request's own `Host`), and any request whose `Sec-Fetch-Site` names another site is refused.",
    "proof/access-matrix/forged.test.ts › refuses every forged request of a signed-in owner's browser, and changes nothing",
    "lib/http/handle.test.ts › refuses a cookie on a cross-site GET, and takes one on our own",
    "lib/http/same-origin.test.ts › the same name over plain http is another site, where the console is opened by https: %s",
  ],
  [
    "GET changes nothing.",
    "proof/access-matrix/forged.test.ts › $name changes nothing, whatever method it claims to be",
  ],
  [
    "**Scripts**: `script-src 'nonce-…' 'strict-dynamic'`, a nonce a request, no `unsafe-inline` for scripts or style elements, nothing from another host, no framing (`proxy.ts`).",
    "proof/security-page/policy.test.ts › lets run what has the request's nonce, from nowhere else, and in no frame",
    "e2e/every-page.spec.ts › nothing is loaded from another host",
  ],
  [
    "HSTS when the address is https.",
    "installation/programs/security-headers.test.ts › ask for https where the console is opened by https",
  ],
  [
    "Every answer carries the other headers, files and redirects too (`installation/programs/security-headers.mjs`).",
    "installation/programs/security-headers.test.ts › stand on every answer, and a page's own policy takes the place of the closed one",
    "e2e/manners.spec.ts › every answer has the security headers: pages, files, refusals and ways to elsewhere",
  ],
  [
    "**Other names**: when `NEXTAUTH_URL` is https, a request for another `Host` gets 421.",
    "lib/http/known-host.test.ts › %s%s is %s over https",
    "lib/http/known-host.test.ts › answers 421, and says where it is",
  ],
  [
    "`localhost` works from the same machine, and probes and `/metrics` by any address.",
    "lib/http/known-host.test.ts › %s%s is %s over https",
  ],
  [
    "What a browser refuses under the policy comes to `/csp-reports`, as a line in the log.",
    "app/csp-reports/route.test.ts › is one line in the log, with what was blocked and for whom",
  ],
  [
    "Values reach a page only when revealed, thirty times a minute at most, one by one or a whole environment, each with an audit entry written first.",
    "e2e/static-secrets.spec.ts › values reach the page only when they are revealed",
    "app/api/v1/api.test.ts › counts all values of an environment at once among those that a person is shown, and lets programs read on",
    "lib/audit-log/record-in-batch.test.ts › opens no value before the entry of its reading is committed",
  ],
];
