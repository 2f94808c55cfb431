// Loaded into the web process before anything else: every response has these, including those that Next sends
// before
// proxy.ts, such as the redirect from /login/ to /login. A page's own policy, with the nonce of its scripts,
// replaces this one.
import diagnostics from "node:diagnostics_channel";

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};
const overTls = process.env.NEXTAUTH_URL?.trim().toLowerCase().startsWith("https:") === true;

diagnostics.subscribe("http.server.request.start", ({ response }) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (overTls) response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
});
