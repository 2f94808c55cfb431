import NextAuth from "next-auth";
import { v7 as uuidv7 } from "uuid";
import { authOptions } from "@/lib/auth/next-auth";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { errorAnswer } from "@/lib/http/error-answer";
import { refuseForeignOrigin } from "@/lib/http/same-origin";
import { log } from "@/lib/log";
import { services } from "@/lib/services";

type Context = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: Request, context: Context) => Promise<Response>;

async function serve(request: Request, context: Context): Promise<Response> {
  try {
    refuseForeignOrigin(request, env().nextAuthUrl);
    const { db } = await services();
    let refusal: unknown = null;
    const handler = NextAuth(authOptions(db, (error) => (refusal = error))) as Handler;
    const response = await handler(request, context);
    if (refusal !== null) throw refusal;
    response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    // What next-auth itself can't read, it throws.
    const known =
      error instanceof SyntaxError ? new DomainError("invalid_input", "The body is not valid JSON.") : error;
    return errorAnswer(known, uuidv7(), log);
  }
}

export const GET = serve;
export const POST = serve;
