import { DomainError } from "@/lib/errors";
import { log } from "@/lib/log";
import { errorAnswer } from "./error-answer";
import { asWanted } from "./problem";
import { requestIdOf } from "./request-id";

/** The response for every path without a route: JSON, like every other error. */
export async function notHere({ headers }: Request): Promise<Response> {
  const error = new DomainError("not_found", "Not found. /api/v1/openapi.json lists every route.");
  return await asWanted(errorAnswer(error, requestIdOf(headers), log), headers);
}
