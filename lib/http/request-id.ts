import { v7 as uuidv7 } from "uuid";

/** What may stand in a log and in a header as it is. */
const WELL_FORMED = /^[\w.:+=/-]{8,128}$/;

/** The caller's own X-Request-Id where it is well-formed, so that both logs name the request alike; else a new one. */
export function requestIdOf(headers: Headers): string {
  const own = headers.get("x-request-id");
  return own !== null && WELL_FORMED.test(own) ? own : uuidv7();
}
