import { ApiError } from "./fetcher";

const schemas = async () => ({
  ...(await import("@/lib/api/common")),
  ...(await import("@/lib/api/sign-in")),
});

/** The token that every form of the sign-in endpoints must carry. */
async function csrfToken(): Promise<string> {
  const [response, { csrfSchema }] = await Promise.all([
    fetch("/api/auth/csrf", { cache: "no-store" }),
    schemas(),
  ]);
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
  const json: unknown = await response.json().catch(() => null);
  const { errorSchema, signedInSchema } = await schemas();
  const answer = signedInSchema.safeParse(json);
  const url = answer.success ? new URL(answer.data.url, location.href) : null;
  if (response.ok && url !== null && url.searchParams.get("error") === null) {
    if (!(await isSignedIn())) throw new ApiError("cookie_lost", cookieLost(url.origin), 401);
    return;
  }
  const refused = errorSchema.safeParse(json);
  if (response.status !== 401 && refused.success) {
    throw new ApiError(refused.data.error.code, refused.data.error.message, response.status);
  }
  if (url === null && !refused.success) {
    throw new ApiError(
      "unknown",
      `Phase's answer did not arrive: a proxy or gateway seems to have answered ${response.status} in its place. Try again.`,
      response.status,
    );
  }
  throw new ApiError("sign_in_refused", "That email and password do not match.", 401);
}

/** Whether the cookie came back: over plain http a browser drops one that is for https only. */
async function isSignedIn(): Promise<boolean> {
  const response = await fetch("/api/v1/me", { cache: "no-store" }).catch(() => null);
  return response?.status !== 401;
}

/** `openedAt`: the origin that the server takes for its own. */
function cookieLost(openedAt: string): string {
  if (openedAt === location.origin) {
    return "Your browser does not keep Phase's session cookie. Allow cookies for this address, then sign in again.";
  }
  return `Phase is set to be opened at ${openedAt}; you are at ${location.origin}, where the browser does not keep its session cookie. Open it there, or set NEXTAUTH_URL to the address that people use.`;
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", {});
}
