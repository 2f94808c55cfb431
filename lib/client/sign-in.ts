import { ApiError } from "./fetcher";

const schemas = async () => ({
  ...(await import("@/lib/api/common")),
  ...(await import("@/lib/api/sign-in")),
});

/** The CSRF token that every form of the sign-in endpoints needs. */
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
    throw new ApiError(
      "offline",
      "The server isn't responding. Check that it is running, then try again.",
      0,
    );
  }
}

/** Signs a user in. Afterwards the session cookie is set. @throws ApiError */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await post("/api/auth/callback/credentials", { email, password });
  if (response.status === 429) {
    throw new ApiError("too_many_requests", "Too many attempts. Wait a few minutes, then try again.", 429);
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
      `Phase's response didn't arrive. A proxy or gateway seems to have answered ${response.status} instead. Try again.`,
      response.status,
    );
  }
  throw new ApiError("sign_in_refused", "Email and password don't match.", 401);
}

/** Whether the browser kept the cookie. Over plain http a browser drops https-only cookies. */
async function isSignedIn(): Promise<boolean> {
  const response = await fetch("/api/v1/me", { cache: "no-store" }).catch(() => null);
  return response?.status !== 401;
}

/** `openedAt`: the origin that the server considers its own. */
function cookieLost(openedAt: string): string {
  if (openedAt === location.origin) {
    return "Your browser doesn't store Phase's session cookie. Allow cookies for this site, then sign in again.";
  }
  return `Phase's URL is ${openedAt}. You are at ${location.origin}, where the browser doesn't store its session cookie. Open Phase's URL, or set NEXTAUTH_URL to the URL that people use.`;
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", {});
}
