import { expect, it } from "vitest";
import { isKnownHost, refuseHost } from "./known-host";

const HTTPS = new URL("https://phase.example.com");

it.each([
  ["phase.example.com", "/", true],
  ["PHASE.example.com:443", "/api/v1/me", true],
  ["127.0.0.1:3000", "/api/v1/me", true],
  ["[::1]:3000", "/", true],
  ["localhost:3000", "/", true],
  ["10.0.0.7:3000", "/healthz", true],
  ["10.0.0.7:3000", "/readyz", true],
  ["10.0.0.7:3000", "/metrics", true],
  ["10.0.0.7:3000", "/api/v1/me", false],
  ["phase.example.com:8443", "/", false],
  ["phase.example.com.evil.example", "/", false],
  ["127.0.0.1.evil.example", "/", false],
  ["evil.example", "/login", false],
  ["evil.example@phase.example.com", "/", false],
  ["evil.example@localhost", "/", false],
  ["phase.example.com/evil", "/", false],
  ["phase.example.com#evil", "/", false],
  ["phase.example.com?evil", "/", false],
  ["phase.example.com\\evil", "/", false],
  ["phase%2eexample.com", "/", false],
  [" phase.example.com", "/", false],
  ["", "/", false],
  [null, "/", false],
])("%s%s is %s over https", (host, pathname, known) => {
  expect(isKnownHost(host, pathname, HTTPS)).toBe(known);
  expect(isKnownHost(host, pathname, new URL("http://localhost:3000"))).toBe(true);
});

it("returns 421, and names Phase's URL", async () => {
  const refused = refuseHost("evil.example", "/login", HTTPS);
  expect(refused?.status).toBe(421);
  expect(await refused?.json()).toMatchObject({
    error: { code: "misdirected", message: "Wrong host. Phase's URL is https://phase.example.com." },
  });
});
