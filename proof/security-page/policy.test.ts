/** The policy that every page comes with. */
import { NextRequest } from "next/server";
import { afterAll, expect, it, vi } from "vitest";
import { stubSettings } from "@/lib/testing/stub-settings";
import { proxy } from "@/proxy";

afterAll(() => void vi.unstubAllEnvs());

const policyOf = async (host = "phase.example.com") => {
  const request = new NextRequest("https://phase.example.com/login", { headers: { host } });
  const text = (await proxy(request)).headers.get("content-security-policy") ?? "";
  return Object.fromEntries(
    text.split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values.join(" ")];
    }),
  );
};

it("allows only scripts with the request's nonce, from nowhere else, and in no frame", async () => {
  // As it was built: `next dev` evaluates code.
  vi.stubEnv("NODE_ENV", "production");
  stubSettings({
    secret: "x".repeat(32),
    origin: "https://phase.example.com",
    databaseUrl: "postgresql://x/x",
  });
  const [policy, another] = [await policyOf(), await policyOf()];
  const nonce = /'(nonce-[A-Za-z0-9+/]{22}==)'/.exec(policy["script-src"] ?? "")?.[1];
  expect(policy).toEqual({
    "default-src": "'self'",
    "script-src": `'${nonce}' 'strict-dynamic'`,
    "style-src": `'self' '${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "report-uri": "/csp-reports",
  });
  expect(another["script-src"]).not.toBe(policy["script-src"]);
  // Refusals have it, too.
  expect((await policyOf("evil.example"))["frame-ancestors"]).toBe("'none'");
});
