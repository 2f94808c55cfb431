/** The audit log's filter in the URL. */
import { isId } from "@/lib/formats/id";
import { AUDIT_ACTION_MAX_LENGTH, AUDIT_WORDS_MAX_LENGTH } from "@/lib/lists/audit-filter";

export const AUDIT_FILTERS = ["actor", "action", "subject", "environmentId", "since", "until"] as const;
export type AuditFilterName = (typeof AUDIT_FILTERS)[number];
export type AuditChoice = Partial<Record<AuditFilterName, string>>;
type Params = { get(name: string): string | null };

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Days are in the URL as people choose them. Each meaningless word is left out. */
export function auditChoice(params: Params): AuditChoice {
  const given = AUDIT_FILTERS.flatMap((name) => {
    const value = params.get(name)?.trim() ?? "";
    if (value === "") return [];
    return meansSomething(name, value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}

function meansSomething(name: AuditFilterName, value: string): boolean {
  switch (name) {
    case "since":
    case "until":
      return DAY.test(value) && !Number.isNaN(Date.parse(value));
    case "environmentId":
      return isId(value);
    case "action":
      return value.length <= AUDIT_ACTION_MAX_LENGTH;
    default:
      return value.length <= AUDIT_WORDS_MAX_LENGTH;
  }
}

/** In the form of the API: days begin at midnight in that zone, and the last day is included. */
export function auditQueryOf({ since, until, ...rest }: AuditChoice, zone: string): Record<string, string> {
  return {
    ...rest,
    ...(since === undefined ? {} : { since: midnight(since, 0, zone) }),
    ...(until === undefined ? {} : { until: midnight(until, 1, zone) }),
  };
}

function midnight(day: string, later: number, zone: string): string {
  const wall = Date.parse(day) + later * DAY_MS;
  // The zone's offset from UTC at about that time, and then at that time.
  const near = wall - aheadOfUtc(wall, zone);
  return new Date(wall - aheadOfUtc(near, zone)).toISOString();
}

function aheadOfUtc(at: number, zone: string): number {
  // The Swedish date format is that of ISO.
  const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${wall.format(at).replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}
