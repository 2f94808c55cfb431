import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  ["value | stored as", null],
  [
    "OpenAI admin keys, minted keys, static secrets, URLs and signing secrets of webhooks | JWE: `A256GCM` with a content key per value, wrapped with `A256GCMKW`",
    "lib/crypto/rewrap.test.ts › knows every column with encrypted values",
    "lib/crypto/sealed.test.ts › decrypts the values of every earlier version",
    "lib/crypto/sealed.test.ts › differs each time, and reveals nothing of its content",
  ],
  [
    "responses kept for a repeated `Idempotency-Key` | the same, for one day",
    "lib/http/idempotency.test.ts › works once and repeats the response, without storing it unencrypted",
    "lib/http/idempotency.test.ts › removes what is older than a day, and nothing younger",
  ],
  [
    "passwords | Argon2id, 19 MiB, 2 passes",
    "lib/auth/sign-in.test.ts › hashes a password again, once, if its hash has other parameters",
  ],
  [
    "service tokens | SHA-256 of 256 random bits, which are shown once",
    "lib/tokens/tokens.test.ts › stores only a token's hash, knows what it may do, and records its use",
    "e2e/service-tokens.spec.ts › a service token is shown once, works within its limits, and is refused once revoked",
  ],
  [
    "sessions | SHA-256 of the cookie's 256 random bits",
    "lib/auth/sign-in.test.ts › stores nothing from which a cookie could be made",
  ],
  [
    "The protected header of each encrypted value names its key and its place (`table.column:row:organisation`).",
    "lib/crypto/sealed.test.ts › can't be decrypted in another row, column or organisation: 1,000 swaps",
  ],
  [
    "A value that was copied to another place can't be decrypted.",
    "lib/crypto/sealed.test.ts › can't be decrypted in another row, column or organisation: 1,000 swaps",
    "lib/secrets/secrets.test.ts › refuses an envelope that was moved to another row",
  ],
  [
    "When OpenAI has confirmed that a minted key is revoked, Phase erases the key's value.",
    "lib/rotation/engine/rotation.test.ts › exposes the new credential, expires the old one, and deletes it when its delay is over",
  ],
  [
    "The key ring comes from `PHASE_ENCRYPTION_KEYS`, or from a file in the data folder that only its owner can read.",
    "installation/complete-settings.test.ts › generates the keys once, for the owner's eyes only",
    "lib/settings/env.test.ts › parses the key ring in order",
  ],
  [
    "Names, comments, IDs, schedules, emails, IP addresses, events and audit entries are not encrypted.",
    null,
  ],
  ["[Decision 004](decisions/004-jwe-and-a-key-ring.md) gives the reasons.", null],
  ["Jobs contain only IDs.", "lib/queue/queue.test.ts › sends only IDs, and accepts nothing else as a job"],
  ["The log is JSON.", "lib/log.test.ts › redacts %s", "lib/log.test.ts › scrubs %s from free text"],
  [
    "Phase removes fields that hold secrets, then replaces anything that looks like `sk-…`, `phs_…`, a bearer header or a password in a URL.",
    "lib/log.test.ts › redacts %s",
    "lib/log.test.ts › scrubs %s from free text",
  ],
  [
    "Phase keeps at most 300 characters of a refusal by OpenAI, with keys removed.",
    "lib/providers/openai/provider.test.ts › is refused with OpenAI's reason, masked",
    "lib/providers/openai/describe-failure.test.ts › keeps one readable line of a refusal, without keys, of 300 characters at most",
  ],
  [
    "Phase never stores the body of a response that contains a new key.",
    "proof/chaos/chaos.test.ts › no key appears anywhere unencrypted",
  ],
  [
    "The output of Next.js becomes lines of the same log (`installation/programs/as-log.ts`).",
    "installation/programs/as-log.test.ts › makes one line of words that come together, without secrets, and none of empty ones",
  ],
  [
    "Web and worker remove secrets from their environment as soon as they have read them, and write no core dumps.",
    "lib/settings/env.test.ts › are removed from the environment of a process that has read them, and stay known to every copy of the module",
    "installation/programs/program.test.ts › leaves no file of its memory behind when it crashes, whatever the shell that started it allows",
  ],
  ["The operating system still shows a process's initial environment to the same user and to root.", null],
  [
    "`phase login` saves the token in a file that only its owner can read, or in the system's keyring (`--keyring`).",
    "cli/login.test.ts › login saves an accepted token for the user only, and logout removes it",
    "cli/login-keyring.test.ts › login --keyring keeps the token there, commands use it, and logout removes it",
  ],
  [
    "A login in the browser sends only the hash of its token, and only a person who may create service tokens can approve it.",
    "cli/login.test.ts › login in the browser saves a token that a member has approved, and that was never sent before",
    "lib/tokens/cli-login.test.ts › is approved by people who may create tokens, never by a program",
  ],
  [
    "`phase run --mask` hides values in what a program prints, and `phase scan` finds secrets in files: see [the command line](recipes/command-line.md).",
    "cli/mask.test.ts › hides overlapping values as one, and the longer of two that begin together",
    "cli/commands/scan.test.ts › prints where a secret is, and its last four characters",
  ],
  [
    "`phase run` keeps the last response in [a file](recipes/fallback.md) on the machine where it runs.",
    "cli/fallback/run-fallback.test.ts › while nobody listens, with its age on standard error, from a file that reveals nothing",
  ],
  [
    "The file is encrypted with a key derived from the service token, and only its owner can read it.",
    "cli/fallback/fallback-file.test.ts › can't be opened by anyone else: %o",
    "cli/fallback/run-fallback.test.ts › while nobody listens, with its age on standard error, from a file that reveals nothing",
  ],
  [
    "`phase run` deletes it when Phase refuses the token.",
    "cli/fallback/run-fallback.test.ts › after Phase's own $status, which deletes it",
  ],
  [
    "| read | values | rotate, pause, edit | admin keys | apps, tokens, members, webhooks | audit log, system",
    null,
  ],
  [
    "owner, admin | ✓ | ✓ | ✓ | ✓ | ✓ | ✓",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "developer | ✓ | ✓ | ✓ |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "viewer | ✓ |  |  |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "token `secrets:read` | ✓ | ✓ |  |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "token `rotation:manage` | ✓ |  | ✓ |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "token `credentials:manage` | ✓ |  |  | ✓ |  |",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "token `admin` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "Commands check permissions, pages don't: `lib/access/permissions.ts` holds the table, and `lib/access/reach.ts` the environments and keys.",
    "lib/rotation/commands/who-may.test.ts › is refused to callers without the permission",
  ],
  [
    "A test calls every route as every kind of caller (`proof/access-matrix/`).",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no other",
  ],
  [
    "A developer or viewer can have another role, or none, in a single environment: **Members → Change role**.",
    "lib/access/reach.test.ts › accepts roles per environment only for developers and viewers, and distinguishes them",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
  ],
  [
    "Developers can also write static secrets.",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
  ],
  [
    "Service tokens need the scope `admin` for that.",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
  ],
  [
    "For a service token that is limited to some environments, everything outside them is not found.",
    "proof/access-matrix/matrix.test.ts › lets in the right callers, in %s",
    "lib/rotation/commands/who-may.test.ts › is refused to a token of another environment",
  ],
  [
    "Nobody can remove the last owner.",
    "lib/members/members.test.ts › always keeps an owner, also if two leave at the same time",
  ],
  [
    "Anything that belongs to another organisation is not found.",
    "proof/access-matrix/matrix.test.ts › lets in nobody of another organisation",
    "lib/rotation/commands/who-may.test.ts › finds nothing of another organisation",
  ],
  [
    "A caller who is limited to some environments sees only what those environments use: their secrets and rotations, and the admin keys that are used there or limited to one of them.",
    "lib/access/reach.test.ts › shows a limited caller only the admin keys that its environments use or are named in",
    "lib/access/reach.test.ts › hides an environment without access from every list of several",
  ],
  [
    "Such a caller sees no email addresses of members.",
    "lib/access/reach.test.ts › shows no emails or IP addresses of members to callers who can't see members",
  ],
  [
    "An admin key can be limited to environments and to OpenAI projects: **Integrations → Limit**.",
    "lib/access/reach.test.ts › refuses other environments and projects before anyone is asked",
  ],
  [
    "Then nobody can use it for a rotating secret anywhere else.",
    "lib/access/reach.test.ts › refuses other environments and projects before anyone is asked",
  ],
  [
    "A limited caller can't use an admin key that they can't see, even if they know its ID.",
    "lib/access/reach.test.ts › can't be bypassed by a limited caller who knows an ID",
  ],
];
