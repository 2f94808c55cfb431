import { v7 as uuidv7 } from "uuid";

/** Safe to put in a log and a header. */
const WELL_FORMED = /^[\w.:+=/-]{8,128}$/;

/** The caller's X-Request-Id if it is well-formed, so that both logs name the request alike. Otherwise a new one. */
export function requestIdOf(headers: Headers): string {
  const own = headers.get("x-request-id");
  return own !== null && WELL_FORMED.test(own) ? own : uuidv7();
}
