import type { Claim } from "./claim";

export const CLAIMS: readonly Claim[] = [
  ["value | stored as", null],
  [
    "OpenAI admin keys, minted keys, static secrets, webhooks' signing secrets | JWE, `A256GCM` under `A256GCMKW`, one content key a value",
    "lib/crypto/rewrap.test.ts › knows every column that holds sealed values",
    "lib/crypto/sealed.test.ts › opens as any version of Phase has sealed it",
    "lib/crypto/sealed.test.ts › differs each time, and shows nothing of what is inside",
  ],
  [
    "answers kept for a repeated `Idempotency-Key` | the same, for a day",
    "lib/http/idempotency.test.ts › works once and answers the same again, without storing the answer in the clear",
    "lib/http/idempotency.test.ts › purges what is older than a day, and nothing younger",
  ],
  [
    "passwords | Argon2id, 19 MiB, 2 passes",
    "lib/auth/sign-in.test.ts › hashes a password anew, once, where its hash was made in another strength",
  ],
  [
    "service tokens | SHA-256; they are 256 random bits, shown once",
    "lib/tokens/tokens.test.ts › knows a token by what it may do, stores only its hash, and notes its use",
    "e2e/service-tokens.spec.ts › a service token is shown once, works where it may, and is refused once revoked",
  ],
  [
    "sessions | SHA-256 of what the cookie holds: 256 random bits",
    "lib/auth/sign-in.test.ts › stores nothing that a cookie could be made of",
  ],
  [
    "The protected header of an envelope names its key and its place (`table.column:row:organisation`), so a value moved elsewhere does not open.",
    "lib/crypto/sealed.test.ts › does not open in another row, column or organisation: 1,000 swaps",
    "lib/secrets/secrets.test.ts › refuses an envelope that was moved to another row",
  ],
  [
    "A minted key's envelope is erased when its revocation is confirmed.",
    null,
    "lib/rotation/engine/rotation.test.ts › exposes the new credential, expires the old one, and deletes it when its delay is over",
  ],
  [
    "The key ring comes from `PHASE_ENCRYPTION_KEYS`, or from a file in the data folder that only its owner can read.",
    "installation/complete-settings.test.ts › generates the keys once, for the owner's eyes only",
    "lib/settings/env.test.ts › parses the key ring in order",
  ],
  ["Names, ids, schedules, events and audit entries are not sealed.", null],
  ["See [decision 004](decisions/004-jwe-and-a-key-ring.md).", null],
  ["Job payloads are ids.", "lib/queue/queue.test.ts › sends ids alone, and takes nothing else for a job"],
  [
    "The log is JSON with secret-looking fields removed, and a last net replaces `sk-…`, `phs_…`, bearer headers and passwords in URLs.",
    "lib/log.test.ts › redacts %s",
    "lib/log.test.ts › scrubs %s out of free text",
  ],
  [
    "OpenAI's refusals are kept as an excerpt of at most 300 characters with keys cut out; the body of a mint's answer is never kept.",
    "lib/providers/openai/provider.test.ts › is refused with OpenAI's reason, masked",
    "proof/chaos/chaos.test.ts › no key stands anywhere in the clear",
    "lib/providers/openai/describe-failure.test.ts › keeps one readable line of a refusal, without keys, of 300 characters at most",
  ],
  [
    "What Next prints becomes lines of that log (`installation/programs/as-log.ts`).",
    "installation/programs/as-log.test.ts › makes one line of words that come together, without secrets, and none of empty ones",
  ],
  [
    "Web and worker take the secrets among their settings out of their environment once they have read them, and leave no core dump.",
    "lib/settings/env.test.ts › leave the environment of a process that has read them, and stay known to every copy of the module",
    "installation/programs/program.test.ts › leaves no file of its memory behind when it crashes, whatever the shell that started it allows",
  ],
  [
    "The system still shows the environment that a process was started with to its own user and to root.",
    null,
  ],
  [
    "`phase run` keeps the last answer in [a file](recipes/fallback.md) on its own machine.",
    "cli/fallback/run-fallback.test.ts › while nobody listens, with its age on standard error, from a file that tells nothing",
  ],
  [
    "The file is sealed under a key derived from the token, and its owner alone can read it.",
    "cli/fallback/fallback-file.test.ts › it opens for nobody else: %o",
    "cli/fallback/run-fallback.test.ts › while nobody listens, with its age on standard error, from a file that tells nothing",
  ],
  [
    "It is removed when Phase refuses the token.",
    "cli/fallback/run-fallback.test.ts › after Phase's own $status, and is gone",
  ],
  ["| read | values | rotate, pause, edit | admin keys | apps, tokens, members, webhooks | audit log", null],
  [
    "owner, admin | ✓ | ✓ | ✓ | ✓ | ✓ | ✓",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "developer | ✓ | ✓ | ✓ |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "viewer | ✓ |  |  |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "token `secrets:read` | ✓ | ✓ |  |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "token `rotation:manage` | ✓ |  | ✓ |  |  |",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "token `credentials:manage` | ✓ |  |  | ✓ |  |",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "token `admin` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "The table is `lib/access/permissions.ts`, and where it counts `lib/access/reach.ts`; commands ask them, not pages.",
    "lib/rotation/commands/who-may.test.ts › is refused to whoever lacks the permission",
  ],
  [
    "A test asks every route as everyone (`proof/access-matrix/`).",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "proof/access-matrix/matrix.test.ts › has a row for every route, and no row for what is no route",
  ],
  [
    "A developer or viewer may have another role in single environments, or none at all: **Members → Change role**.",
    "lib/access/reach.test.ts › takes roles by environment for developers and viewers alone, and tells them apart",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
  ],
  [
    "Developers write static secrets too, tokens need `admin` for that.",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
  ],
  [
    "A token may be limited to some environments; outside of them things are not found.",
    "proof/access-matrix/matrix.test.ts › lets in whom it should, in %s",
    "lib/rotation/commands/who-may.test.ts › is refused to a token of another environment",
  ],
  [
    "Nobody can remove the last owner.",
    "lib/members/members.test.ts › always keeps an owner, also when two leave at once",
  ],
  [
    "What belongs to another organisation is not found.",
    "proof/access-matrix/matrix.test.ts › lets nobody of another organisation at what it names",
    "lib/rotation/commands/who-may.test.ts › finds nothing of another organisation",
  ],
  [
    "Who is limited to some environments sees only what those use: their secrets and rotations, the admin keys that are opened to one of them by name or used there, no addresses of members.",
    "lib/access/reach.test.ts › shows a limited caller the admin keys that its environments use or are opened to, and no others",
    "lib/access/reach.test.ts › hides an environment without access everywhere that several are shown",
    "lib/access/reach.test.ts › tells who sees no members no addresses of theirs",
  ],
  [
    "An admin key can be limited to environments and to OpenAI projects (**Integrations → Limit**): then no rotating secret elsewhere can use it, whoever asks.",
    "lib/access/reach.test.ts › refuses another environment and another project, before anybody is asked",
  ],
  [
    "An admin key that a limited caller does not see is one that they can't use either, whatever they know of its ID.",
    "lib/access/reach.test.ts › are none of a limited caller's to go around: an id alone does not open an admin key",
  ],
];
