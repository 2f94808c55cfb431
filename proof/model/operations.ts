/** What may happen to a running installation, as plain records: drawn at random, printed, replayed, made smaller. */
import fc from "fast-check";
import type { ResumeWhen, RotateMode } from "@/lib/rotation/engine/operate";
import { type Call, type Fault, FAULT_KINDS, type FaultKind, type KeyEnd } from "./fake-provider";
import type { Trouble } from "./process";
import { ADMIN_KEYS, type AdminKey, PROJECTS } from "./world";

const HOUR = 3_600;

export type Operation =
  | { do: "elapse"; seconds: number }
  /** `next`: first, time passes until something is due. */
  | { do: "work" | "next"; trouble: Trouble | null }
  | { do: "wake"; job: "mint" | "settle"; pick: number; trouble: Trouble | null }
  | { do: "create"; trouble: Trouble | null }
  | { do: "pause" | "delete"; pick: number; trouble: Trouble | null }
  | { do: "resume"; pick: number; when: ResumeWhen; trouble: Trouble | null }
  | { do: "rotate"; pick: number; mode: RotateMode; trouble: Trouble | null }
  | { do: "edit"; pick: number; intervalHours: number; delaySeconds: number; trouble: Trouble | null }
  | { do: "move"; pick: number; projectId: string; trouble: Trouble | null }
  | { do: "revoke" | "forget"; pick: number; trouble: Trouble | null }
  | { do: "extend"; pick: number; seconds: number; trouble: Trouble | null }
  | { do: "thaw"; pick: number }
  | { do: "admin_key"; key: AdminKey }
  | { do: "fault"; fault: Fault }
  | { do: "heal" }
  | { do: "archive" }
  | { do: "lag"; seconds: number }
  /** Keys made from then on end by themselves. */
  | { do: "key_life"; hours: number | null }
  /** The database's clock runs ahead, or is set right again. */
  | { do: "clock"; aheadSeconds: number }
  | { do: "foreign"; pick: number }
  /** Someone deletes an account of ours at the provider. */
  | { do: "outside"; pick: number }
  /** Someone ends the key of such an account, which lives on. */
  | { do: "end_key"; pick: number; end: KeyEnd }
  /** Looks at every exposed key, whatever is planned. */
  | { do: "look"; trouble: Trouble | null }
  /** Compares the provider's accounts with the rows; needs SQL, so in memory it does nothing. */
  | { do: "inventory"; trouble: Trouble | null }
  /** The workers are restarted with that setting. */
  | { do: "verify"; beforeExpose: boolean };

const pick = fc.nat(7);
const trouble: fc.Arbitrary<Trouble | null> = fc.option(
  fc.record({
    at: fc.nat(5),
    when: fc.constantFrom("before" as const, "after" as const),
    kind: fc.constantFrom("crash" as const, "freeze" as const, "database_gone" as const),
    units: fc.constantFrom(1, 2, 7),
  }),
  { freq: 2 },
);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      call: fc.constantFrom<Call>("mint", "mint", "mint", "list", "revoke"),
      kind: fc.constantFrom<FaultKind>(...FAULT_KINDS),
      times: fc.constantFrom(1, 1, 2, 6),
      seconds: fc.constantFrom(0, 20, 50, 600, HOUR),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      call: fc.constant<Call>("verify"),
      kind: fc.constantFrom<FaultKind>("unauthorized", "down_before"),
      times: fc.constantFrom(1, 2, 5, 6),
      seconds: fc.constant(0),
    }),
  },
);

const keyEnd: fc.Arbitrary<KeyEnd> = fc.oneof(
  fc.record({ how: fc.constantFrom("delete" as const, "disable" as const, "disable_listed" as const) }),
  fc.record({ how: fc.constant("limit" as const), seconds: fc.constantFrom(1, 600, 6 * HOUR, 30 * HOUR) }),
);

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("elapse" as const),
      seconds: fc.constantFrom(1, 20, 45, 61, 120, 700, HOUR, 6 * HOUR, 6 * HOUR, 25 * HOUR),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("work" as const), trouble }) },
  { weight: 14, arbitrary: fc.record({ do: fc.constant("next" as const), trouble }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("wake" as const),
      job: fc.constantFrom("mint" as const, "settle" as const),
      pick,
      trouble,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("create" as const), trouble }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("pause" as const, "delete" as const), pick, trouble }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pause" as const), pick, trouble }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("resume" as const),
      pick,
      when: fc.constantFrom<ResumeWhen>("now", "keep_schedule"),
      trouble,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("rotate" as const),
      pick,
      mode: fc.constantFrom<RotateMode>("graceful", "break_glass"),
      trouble,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("edit" as const),
      pick,
      intervalHours: fc.constantFrom(6, 12, 48),
      delaySeconds: fc.constantFrom(0, 600, 5 * HOUR, 40 * HOUR),
      trouble,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      pick,
      projectId: fc.constantFrom(...PROJECTS),
      trouble,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("revoke" as const, "forget" as const), pick, trouble }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("extend" as const),
      pick,
      seconds: fc.constantFrom(1, 600, 6 * HOUR),
      trouble,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("thaw" as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("admin_key" as const), key: fc.constantFrom(...ADMIN_KEYS) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("fault" as const), fault }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("heal" as const, "archive" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("lag" as const), seconds: fc.constantFrom(0, 60, 900, 2 * HOUR) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("foreign" as const, "outside" as const), pick }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("key_life" as const), hours: fc.constantFrom(null, 4, 30) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("clock" as const),
      aheadSeconds: fc.constantFrom(0, 240, HOUR),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("inventory" as const), trouble }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("end_key" as const), pick, end: keyEnd }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("look" as const), trouble }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("verify" as const), beforeExpose: fc.boolean() }) },
);
