/** What a caller wants to read: RFC 9110, section 12.5.1. */

export const PROBLEM = "application/problem+json";

/** The media types that an Accept names, in small letters; those that it rules out (`q=0`) left out. */
function ranges(accept: string): string[] {
  return accept.split(",").flatMap((entry) => {
    const [type = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    const isRuledOut = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    return isRuledOut || type === "" ? [] : [type];
  });
}

/** Whether one of the offered media types is among those that are accepted. Without an Accept all are. */
export function accepts(accept: string | null, offered: readonly string[]): boolean {
  if (accept === null || accept.trim() === "") return true;
  const named = ranges(accept);
  return offered.some((type) => {
    const [group = ""] = type.split("/");
    return [type, `${group}/*`, "*/*"].some((range) => named.includes(range));
  });
}

export function wantsProblem(accept: string | null): boolean {
  return accept !== null && ranges(accept).includes(PROBLEM);
}
