// node scripts/run.mjs bench-sign-in: the cost of password guesses, and what they reveal. A thousand
// concurrent guesses at one account, and the
// response times for a known and an unknown email, in alternating pairs, so that both see the same machine.
import { v7 as uuidv7 } from "uuid";
import { DomainError } from "@/lib/errors";
import { signIn } from "@/lib/auth/sign-in";
import { openStage } from "./stage";

const GUESSES = 1_000;
const PAIRS = 500;

const stage = await openStage();
const { login } = stage;
const { db } = stage.ctx;
try {
  await guesses();
  await pairs();
} finally {
  await stage.close();
}

async function guesses(): Promise<void> {
  const from = { ip: "198.51.100.7", userAgent: null };
  const begun = performance.now();
  let hashed = 0;
  await Promise.all(
    Array.from({ length: GUESSES }, async (_, nth) => {
      try {
        await signIn(db, from, { email: login.email, password: `guess number ${nth}` });
        hashed += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }),
  );
  const tookMs = performance.now() - begun;
  console.log(`${GUESSES} guesses at once, in ${Math.round(tookMs)} ms: ${hashed} were hashed.`);
  const elsewhere = { ip: "203.0.113.9", userAgent: null };
  const again = performance.now();
  for (;;) {
    try {
      if ((await signIn(db, elsewhere, login)) !== null) break;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const seconds = error.details.retryAfterSeconds ?? 1;
      await new Promise((done) => setTimeout(done, seconds * 1_000));
    }
  }
  console.log(`The right password from elsewhere: in after ${Math.round(performance.now() - again)} ms.`);
}

async function pairs(): Promise<void> {
  const known: number[] = [];
  const unknown: number[] = [];
  const timed = async (email: string, into: number[]) => {
    await db.guess.deleteMany();
    const begun = performance.now();
    await signIn(db, { ip: "192.0.2.1", userAgent: null }, { email, password: "a wrong password" });
    into.push(performance.now() - begun);
  };
  for (let nth = 0; nth < PAIRS; nth += 1) {
    const stranger = `${uuidv7()}@example.com`;
    // Which comes first takes turns.
    if (nth % 2 === 0) await timed(login.email, known);
    await timed(stranger, unknown);
    if (nth % 2 === 1) await timed(login.email, known);
  }
  const [one, other] = [median(known), median(unknown)];
  const difference = (Math.abs(one - other) / one) * 100;
  console.log(
    `${PAIRS} pairs: known ${one.toFixed(2)} ms, unknown ${other.toFixed(2)} ms, ${difference.toFixed(1)}% apart (medians).`,
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
