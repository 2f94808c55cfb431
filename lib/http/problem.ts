import { errorSchema } from "@/lib/api/common";
import { ERROR_CODES, errorRow } from "@/lib/lists/error-codes";
import { PROBLEM, wantsProblem } from "./accept";

/**
 * A refusal in the form of RFC 9457, for callers that accept it: the same code, with its section of the
 * documents as the type.
 */
export async function asWanted(response: Response, headers: Headers): Promise<Response> {
  if (response.status < 400 || !wantsProblem(headers.get("accept"))) return response;
  const { error } = errorSchema.parse(await response.json());
  const { docsUrl, message, ...rest } = error;
  const known = ERROR_CODES.find((code) => code === error.code);
  const problem = {
    type: docsUrl ?? "about:blank",
    title: known === undefined ? error.code : errorRow(known).meaning,
    status: response.status,
    detail: message,
    ...rest,
  };
  const answer = new Response(JSON.stringify(problem), response);
  answer.headers.set("content-type", PROBLEM);
  answer.headers.append("vary", "Accept");
  return answer;
}
