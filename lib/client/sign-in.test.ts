import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { signIn } from "./sign-in";

const HERE = "http://10.0.0.5:3000";
let answers: Record<string, () => Response>;

beforeEach(() => {
  answers = {
    "/api/auth/csrf": () => Response.json({ csrfToken: "token" }),
    "/api/auth/callback/credentials": () => Response.json({ url: "https://phase.example.com/" }),
    "/api/v1/me": () => Response.json({}),
  };
  vi.stubGlobal("location", new URL(`${HERE}/login`));
  vi.stubGlobal("fetch", async (path: string) => answers[path]?.() ?? new Response(null, { status: 404 }));
});
afterEach(() => vi.unstubAllGlobals());

const refusal = async () => {
  try {
    await signIn("a@b.example", "password");
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const callback = (answer: () => Response) => (answers["/api/auth/callback/credentials"] = answer);
const signedOut = () => (answers["/api/v1/me"] = () => new Response(null, { status: 401 }));

it("is done once the cookie was kept", async () => {
  expect(await refusal()).toBeNull();
});

it("names Phase's URL when the browser drops the cookie", async () => {
  signedOut();
  expect(await refusal()).toContain(`Phase's URL is https://phase.example.com. You are at ${HERE}`);
});

it("also does so if not even the form's own cookie was kept", async () => {
  signedOut();
  callback(() => Response.json({ url: "https://phase.example.com/api/auth/signin?csrf=true" }));
  expect(await refusal()).toContain(`Phase's URL is https://phase.example.com. You are at ${HERE}`);
});

it("blames cookies if the URL is right", async () => {
  signedOut();
  callback(() => Response.json({ url: `${HERE}/` }));
  expect(await refusal()).toContain("doesn't store Phase's session cookie. Allow cookies");
});

it("repeats the server's refusal of the URL", async () => {
  const message = "Phase's URL is https://phase.example.com. You are at http://10.0.0.5:3000.";
  callback(() => Response.json({ error: { code: "forbidden", message, requestId: "1" } }, { status: 403 }));
  expect(await refusal()).toBe(message);
});

it("says that a wrong password does not match", async () => {
  callback(() =>
    Response.json({ url: "https://phase.example.com/login?error=CredentialsSignin" }, { status: 401 }),
  );
  expect(await refusal()).toBe("Email and password don't match.");
});

it.each([200, 401, 403, 404, 502])(
  "does not blame the password for a proxy's page with %i",
  async (status) => {
    callback(() => new Response("<html>Sign in to the network</html>", { status }));
    expect(await refusal()).toBe(
      `Phase's response didn't arrive. A proxy or gateway seems to have answered ${status} instead. Try again.`,
    );
  },
);
