import { expect, it } from "vitest";
import { GET, POST } from "./route";

const ORIGIN = "http://localhost:3000";
const HANDLERS = { GET, POST };

function call(method: keyof typeof HANDLERS, path: string, body: ReadableStream | string | null = null) {
  const request = new Request(`${ORIGIN}/api/auth/${path}`, {
    method,
    body,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    duplex: "half",
  } as RequestInit);
  return HANDLERS[method](request, { params: Promise.resolve({ nextauth: path.split("/") }) });
}

it.each([
  ["POST", "_log"],
  ["GET", "callback/credentials"],
  ["POST", "callback/email"],
  ["POST", "callback"],
  ["GET", "signin"],
  ["POST", "signin/credentials"],
  ["GET", "signout"],
  ["GET", "session"],
  ["POST", "session"],
  ["GET", "providers"],
  ["GET", "error"],
  ["POST", "csrf"],
  ["GET", "csrf/x"],
] as const)("%s %s is not found, and its body is not read", async (method, path) => {
  let isRead = false;
  const body = new ReadableStream(
    {
      pull(controller) {
        isRead = true;
        controller.enqueue(new TextEncoder().encode("code=forged"));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const response = await call(method, path, method === "POST" ? body : null);
  expect(response.status).toBe(404);
  expect(isRead).toBe(false);
});

it("refuses a body that no sign-in needs", async () => {
  const response = await call("POST", "callback/credentials", `email=${"x".repeat(10_000)}`);
  expect(response.status).toBe(413);
});
