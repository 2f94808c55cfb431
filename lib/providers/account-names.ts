/** Longest service-account name that Phase sends. OpenAI documents no limit. Others found 64 to be safe. */
export const MAX_ACCOUNT_NAME_LENGTH = 64;

const UUID_LENGTH = 36;
const EPOCH_LENGTH = 10;
const ID_LENGTH = UUID_LENGTH + 1 + EPOCH_LENGTH;

export const DEFAULT_NAME_TEMPLATE = "phase-rs-{id}";

/** What is wrong with a service-account name template, in words for its field. Null if it is valid. */
export function nameTemplateProblem(template: string): string | null {
  const parts = template.split("{id}");
  if (parts.length < 2)
    return "The template must contain {id}, which makes each service account's name unique.";
  if (parts.length > 2) return "The template may contain {id} only once.";
  const rest = parts.join("");
  if (!/^[A-Za-z0-9_-]*$/.test(rest)) {
    return "Use only letters, digits, - and _ around {id}.";
  }
  if (/\{id\}[0-9]/.test(template)) {
    return "Don't put a digit directly after {id}.";
  }
  if (rest.length + ID_LENGTH > MAX_ACCOUNT_NAME_LENGTH) {
    return `The name would be longer than ${MAX_ACCOUNT_NAME_LENGTH} characters. Use at most ${MAX_ACCOUNT_NAME_LENGTH - ID_LENGTH} around {id}.`;
  }
  return null;
}

/** The name of the account minted for a rotating secret at an epoch (seconds since 1970). */
export function accountName(template: string, rotatingSecretId: string, epoch: number | bigint): string {
  return template.replace("{id}", () => `${rotatingSecretId}-${epoch}`);
}

/** The rotating secret and mint time in a name of Phase's form. Null for any other name. */
export function ownerOfName(name: string): { rotatingSecretId: string; epoch: number } | null {
  const [, rotatingSecretId, epoch] =
    /(?:^|[-_A-Za-z0-9])([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})-([0-9]{10})(?![0-9])/.exec(
      name,
    ) ?? [];
  if (rotatingSecretId === undefined || epoch === undefined) return null;
  return { rotatingSecretId, epoch: Number(epoch) };
}

/** Whether an account's name and ID can be Phase's: templates allow no other characters, and an ID must be storable. */
export function isOurForm({ id, name }: { id: string; name: string }): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name) && /^[\x21-\x7e]{1,200}$/.test(id);
}

/** The clocks that epochs come from are less than a day ahead. Seconds. */
const MAX_AHEAD_SECONDS = 86_400;

/** Whether a Phase engine can have sent a name with that epoch. A later one would push all further names there. */
export function isPlausibleEpoch(epoch: number, now: Date): boolean {
  return epoch <= now.getTime() / 1000 + MAX_AHEAD_SECONDS;
}

/**
 * The epoch for the next name: now, or the last one plus one if both fall into one second. A name is never
 * sent twice.
 */
export function nextEpoch(now: Date, lastEpoch: bigint): bigint {
  const seconds = BigInt(Math.floor(now.getTime() / 1000));
  return seconds > lastEpoch ? seconds : lastEpoch + 1n;
}
