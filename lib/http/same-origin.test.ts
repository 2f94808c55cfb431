import { expect, it } from "vitest";
import { refuseForeignOrigin, requireSameOrigin } from "./same-origin";

const CONFIGURED = new URL("https://phase.example.com");
const ELSEWHERE = "Phase's URL is https://phase.example.com. You are at http://10.0.0.5.";
const FOREIGN = "Requests with a session cookie must come from the console.";

const post = (origin: string, site?: string, host = "web:3000") =>
  new Request("http://web:3000/api/v1/me", {
    method: "POST",
    headers: { origin, host, ...(site === undefined ? {} : { "sec-fetch-site": site }) },
  });

it.each([
  ["http://10.0.0.5", "same-origin", ELSEWHERE],
  ["http://10.0.0.5", "cross-site", FOREIGN],
  ["http://10.0.0.5", undefined, ELSEWHERE],
  ["null", "same-origin", FOREIGN],
  ["https://web:3000", "cross-site", FOREIGN],
  ["http://phase.example.com", "cross-site", FOREIGN],
])("an Origin of %s that the browser calls %s gets an error that says so", (origin, site, words) => {
  expect(() => requireSameOrigin(post(origin, site), CONFIGURED)).toThrow(words);
  expect(() => refuseForeignOrigin(post(origin, site), CONFIGURED)).toThrow(words);
});

it.each(["https://phase.example.com", "http://web:3000"])("an Origin of %s is ours", (origin) => {
  expect(() => requireSameOrigin(post(origin, "same-origin"), CONFIGURED)).not.toThrow();
  expect(() => refuseForeignOrigin(post(origin, "same-origin"), CONFIGURED)).not.toThrow();
});

it.each([
  "https://x@phase.example.com",
  "https://phase.example.com/x",
  "https://phase.example.com:443",
  "http://x@web:3000",
])("refuses an Origin that no browser sends: %s", (origin) => {
  expect(() => requireSameOrigin(post(origin, "same-origin"), CONFIGURED)).toThrow();
  expect(() => refuseForeignOrigin(post(origin, "same-origin"), CONFIGURED)).toThrow();
});

it.each(["phase.example.com", "PHASE.example.com", "phase.example.com:80"])(
  "the same name over plain http is another site, where the console is opened by https: %s",
  (host) => {
    const forged = post(`http://${host}`, undefined, host);
    expect(() => requireSameOrigin(forged, CONFIGURED)).toThrow("Phase's URL is https");
    expect(() => refuseForeignOrigin(forged, CONFIGURED)).toThrow("Phase's URL is https");
  },
);
