import { encode } from "next-auth/jwt";
import { expect, it } from "vitest";
import { nextAuthCookies } from "./cookie-names";
import { deviceOf, newDeviceCookie } from "./device-cookie";
import { sessionTokenOf } from "./session-cookie";

const installation = (address: string, secret: string) => ({
  nextAuthUrl: new URL(address),
  nextAuthSecret: secret.repeat(32),
});

/** A browser keeps one set of cookies per host, regardless of port. */
class Browser {
  readonly #kept = new Map<string, string>();

  take(setCookie: string): void {
    const [pair = ""] = setCookie.split(";");
    this.#kept.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }

  get headers(): Headers {
    return new Headers({ cookie: [...this.#kept].map((pair) => pair.join("=")).join("; ") });
  }
}

it.each([
  ["http://localhost:3000", "http://localhost:3001"],
  ["https://phase.example.com:8443", "https://phase.example.com:9443"],
  ["https://phase.example.com", "https://phase.example.com:8443"],
])("a browser is signed in at %s and at %s at the same time", async (address, otherAddress) => {
  const installations = [installation(address, "a"), installation(otherAddress, "b")];
  const browser = new Browser();
  for (const settings of installations) {
    const secret = settings.nextAuthSecret;
    const token = await encode({ token: { sessionToken: `session of ${secret}` }, secret });
    browser.take(`${nextAuthCookies(settings).sessionToken.name}=${token}; Path=/`);
    browser.take(newDeviceCookie("owner@example.com", settings));
  }
  for (const settings of installations) {
    expect(await sessionTokenOf(browser.headers, settings)).toBe(`session of ${settings.nextAuthSecret}`);
    expect(deviceOf(browser.headers, "owner@example.com", settings)).not.toBeNull();
  }
  const names = installations.flatMap((settings) =>
    Object.values(nextAuthCookies(settings)).map(({ name }) => name),
  );
  expect(new Set(names).size).toBe(6);
});

it("every process of an installation knows its cookies, which contain next-auth's names", () => {
  const name = (address: string) => nextAuthCookies(installation(address, "a")).sessionToken.name;
  expect(name("http://localhost:3000")).toMatch(/^[0-9a-f]{8}\.next-auth\.session-token$/);
  expect(name("http://localhost:3000")).toBe(name("http://localhost:3000"));
  expect(name("https://phase.example.com")).toBe("__Host-next-auth.session-token");
  expect(name("https://phase.example.com:8443")).toMatch(/^__Host-[0-9a-f]{8}\.next-auth\.session-token$/);
});

it.each([
  ["https://phase.example.com", true],
  ["http://localhost:3000", false],
])("no script reads the cookies of %s, no other site sends them, and Secure is %s", (address, secure) => {
  const settings = installation(address, "a");
  for (const { options } of Object.values(nextAuthCookies(settings))) {
    expect(options).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure });
  }
  const device = newDeviceCookie("owner@example.com", settings);
  expect(device).toContain("; Path=/; ");
  expect(device).toContain("; HttpOnly; SameSite=Lax");
  expect(device.endsWith("; Secure")).toBe(secure);
  expect(device.startsWith("__Host-")).toBe(secure);
});
