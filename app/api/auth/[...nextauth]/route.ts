import NextAuth from "next-auth";
import { cookies } from "next/headers";
import { v7 as uuidv7 } from "uuid";
import { nextAuthCookies } from "@/lib/auth/cookie-names";
import { newDeviceCookie } from "@/lib/auth/device-cookie";
import { authOptions } from "@/lib/auth/next-auth";
import { emailSchema } from "@/lib/api/setup";
import { env } from "@/lib/settings/env";
import { DomainError } from "@/lib/errors";
import { errorAnswer } from "@/lib/http/error-answer";
import { originOf } from "@/lib/access/origin";
import { asUsed } from "@/lib/auth/as-used";
import { refuseForeignOrigin } from "@/lib/http/same-origin";
import { log } from "@/lib/log";
import { securityEventOf, reportSecurityEvent } from "@/lib/audit-log/security-events";
import type { SecurityEvent } from "@/lib/lists/security-events";
import { services } from "@/lib/create-services";

type Context = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: Request, context: Context) => Promise<Response>;

/**
 * The endpoints that the console uses. next-auth has more, such as one with which anyone could write to the
 * log. Those stay closed.
 */
const USED = ["GET csrf", "POST callback/credentials", "POST signout"];
const MAX_BODY_BYTES = 8_192;

async function serve(request: Request, context: Context): Promise<Response> {
  let tried: string | null = null;
  const tell = async (event: SecurityEvent | null) => {
    if (event === null) return;
    const email = emailSchema.safeParse(tried);
    const caller = {
      email: email.data ?? null,
      origin: originOf(request.headers),
      request: `${request.method} ${new URL(request.url).pathname}`,
    };
    await reportSecurityEvent(await services(), event, caller);
  };
  const refused = (error: unknown) => {
    void tell(securityEventOf(error)).catch(() => {});
    // next-auth throws what it can't read.
    const known =
      error instanceof SyntaxError ? new DomainError("invalid_input", "The body is not valid JSON.") : error;
    return errorAnswer(known, uuidv7(), log);
  };
  try {
    const { nextauth } = await context.params;
    if (!USED.includes(`${request.method} ${nextauth.join("/")}`)) {
      throw new DomainError("not_found", "Not found. /api/v1/openapi.json lists every route.");
    }
    const used = await asUsed(request, MAX_BODY_BYTES);
    // next-auth fails on an invalid URL. The console handles the redirect itself.
    (await cookies()).delete(nextAuthCookies(env()).callbackUrl.name);
    refuseForeignOrigin(request, env().nextAuthUrl);
    const { db } = await services();
    const heard: { refusal: unknown; signedIn: string | null } = { refusal: null, signedIn: null };
    const options = authOptions(db, {
      onTry: (email) => (tried = email),
      onRefusal: (error) => (heard.refusal = error),
      onSignedIn: (email) => (heard.signedIn = email),
    });
    const handler = NextAuth(options) as Handler;
    const response = await handler(used, context);
    if (heard.refusal !== null) return refused(heard.refusal);
    // A wrong password and an unknown email take the same path from here on, too.
    if (response.status === 401) void tell("sign_in_refused");
    response.headers.set("cache-control", "no-store");
    if (heard.signedIn !== null) {
      response.headers.append("set-cookie", newDeviceCookie(heard.signedIn, env()));
    }
    return response;
  } catch (error) {
    return refused(error);
  }
}

export const GET = serve;
export const POST = serve;
