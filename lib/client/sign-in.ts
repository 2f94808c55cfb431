import { z } from "zod";
import { ApiError } from "./fetcher";

const csrfSchema = z.object({ csrfToken: z.string() });
const answerSchema = z.object({ url: z.string() });

/** The token that every form of the sign-in endpoints must carry. */
async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf", { cache: "no-store" });
  return csrfSchema.parse(await response.json()).csrfToken;
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" }),
    });
  } catch {
    throw new ApiError("offline", "The server does not answer. Check that it is running, then try again.", 0);
  }
}

/**
 * Signs a person in: afterwards the session cookie stands.
 * @throws ApiError
 */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await post("/api/auth/callback/credentials", { email, password });
  if (response.status === 429) {
    throw new ApiError("too_many_requests", "Too many tries. Wait a few minutes, then try again.", 429);
  }
  const answer = answerSchema.safeParse(await response.json().catch(() => null));
  const reason = answer.success
    ? new URL(answer.data.url, location.href).searchParams.get("error")
    : "unknown";
  if (response.ok && reason === null) return;
  if (response.status >= 500) {
    throw new ApiError("unknown", `The server answered ${response.status}. Try again.`, response.status);
  }
  throw new ApiError("sign_in_refused", "That e-mail address and password do not match.", 401);
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", {});
}
