/** Guards of passwords, and of the links by which people choose them. */
import type { Mutant } from "./mutant";

const INVITATIONS = ["lib/members/invitations.test.ts"];
const STRENGTH = ["lib/auth/password-strength.test.ts"];

const invitation = (name: string, file: string, find: string, put: string): Mutant => ({
  name,
  suites: INVITATIONS,
  changes: [{ file: `lib/members/${file}.ts`, find, put }],
});

export const PASSWORDS: Mutant[] = [
  {
    name: "early-tries-count-elsewhere",
    suites: ["lib/auth/sign-in.test.ts"],
    changes: [
      {
        file: "lib/auth/sign-in.ts",
        find: "await refuseEarlyGuess(db, counts);",
        put: "void refuseEarlyGuess;",
      },
    ],
  },
  invitation("links-for-ever", "invitation", "|| found.expiresAt <= (await databaseNow(db)))", ")"),
  invitation(
    "links-used-twice",
    "invitation",
    "if (count === 0) throw noSuchLink(organisationId);",
    "void count;",
  ),
  invitation(
    "links-stored-open",
    "invitation",
    'return createHash("sha256").update(token).digest("hex");',
    "void createHash;\n  return token;",
  ),
  invitation(
    "links-to-owners",
    "update-member",
    'if (role === "owner" && before.role !== "owner") await',
    'if (role === "owner" && before.role === "owner") await',
  ),
  invitation(
    "links-beside-a-new-password",
    "update-me",
    "await endInvitation(tx, person.userId);",
    "void endInvitation;",
  ),
  invitation(
    "links-around-the-current-password",
    "invite-member",
    'if (ctx.actor.kind === "user" && ctx.actor.userId === user.id) {',
    'if (ctx.actor.kind === "user" && ctx.actor.userId === "") {',
  ),
  {
    name: "own-names-as-passwords",
    suites: STRENGTH,
    changes: [
      {
        file: "lib/auth/password-strength.ts",
        find: "Math.min(estimate(typed, words), estimate(rest, words))",
        put: "estimate(typed, [])",
      },
    ],
  },
  {
    name: "own-names-as-length",
    suites: STRENGTH,
    changes: [
      {
        file: "lib/auth/password-strength.ts",
        find: "score >= (rest.length >= LONG",
        put: "score >= (typed.length >= LONG",
      },
    ],
  },
  {
    name: "long-passwords-unread",
    suites: STRENGTH,
    changes: [
      {
        file: "lib/auth/password-strength.ts",
        find: "const SCORE_OF_LONG = 2;",
        put: "const SCORE_OF_LONG = 0;",
      },
    ],
  },
  {
    name: "hashes-of-old",
    suites: ["lib/auth/sign-in.test.ts"],
    changes: [
      {
        file: "lib/auth/sign-in.ts",
        find: "if (passwordHash === null || !isOutdated(passwordHash)) return;",
        put: "if (passwordHash === null || isOutdated(passwordHash)) return;",
      },
    ],
  },
  {
    name: "two-who-sign-in-at-once-are-one-too-many",
    suites: ["lib/auth/guesses.test.ts"],
    changes: [
      {
        file: "lib/auth/guesses.ts",
        find: "WHERE had.open_at <= clock_timestamp()",
        put: "WHERE had.open_at <= now()",
      },
    ],
  },
];
