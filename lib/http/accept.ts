/** The media types that a caller accepts: RFC 9110, section 12.5.1. */

export const PROBLEM = "application/problem+json";

/** The media types in an Accept header, in lower case, without those excluded by `q=0`. */
function ranges(accept: string): string[] {
  return accept.split(",").flatMap((entry) => {
    const [type = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    const isRuledOut = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    return isRuledOut || type === "" ? [] : [type];
  });
}

/** Whether one of the offered media types is accepted. Without an Accept header, all are. */
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
