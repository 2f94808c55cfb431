import { v7 as uuidv7 } from "uuid";
import { DomainError } from "@/lib/errors";
import { errorAnswer } from "@/lib/http/error-answer";
import { log } from "@/lib/log";

/** Whatever no other route answers: told in JSON, like every other error. */
function notHere(): Response {
  return errorAnswer(
    new DomainError("not_found", "Not found. /api/v1/openapi.json lists every route."),
    uuidv7(),
    log,
  );
}

export { notHere as DELETE, notHere as GET, notHere as PATCH, notHere as POST, notHere as PUT };
