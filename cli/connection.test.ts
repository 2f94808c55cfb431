import { expect, it } from "vitest";
import { readConnection } from "./connection";

const env = { PHASE_SERVICE_TOKEN: "phs_x" };
const cwd = "/";
const LOOPBACK = ["http://localhost:3000", "http://127.0.0.1:3000", "http://127.8.8.8", "http://[::1]:3000"];
const REMOTE = ["http://phase.example.com", "http://10.0.0.7:3000", "http://127.0.0.1.example.com"];

it.each([...LOOPBACK, "https://phase.example.com"])("accepts %s", async (host) => {
  expect((await readConnection({ env, cwd }, { host })).host).toBe(host);
});

it.each(REMOTE)("sends no token to %s unencrypted, unless asked to", async (host) => {
  await expect(readConnection({ env, cwd }, { host })).rejects.toThrow("is plain http");
  await expect(readConnection({ env: { ...env, PHASE_HOST: host }, cwd }, {})).rejects.toThrow("--insecure");
  expect((await readConnection({ env, cwd }, { host, insecure: true })).host).toBe(host);
});
