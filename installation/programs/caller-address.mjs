// Loaded into the web process before anything else: records where each request really comes from.
//
// Next passes X-Forwarded-For on as the caller sent it, and doesn't show the socket. Here the header becomes
// one IP
// address: the socket's, or behind PHASE_TRUSTED_PROXIES reverse proxies that each append to the header, the
// one that
// the outermost of them saw. Anything before that can't be trusted.
import diagnostics from "node:diagnostics_channel";

const proxies = Number(process.env.PHASE_TRUSTED_PROXIES || 0);

diagnostics.subscribe("http.server.request.start", ({ request, socket }) => {
  // For lib/http/forwarding.ts, which reports that the setting may have been forgotten.
  if (proxies === 0 && (request.headers["x-forwarded-for"] ?? request.headers.forwarded) !== undefined)
    globalThis.phaseUntrustedForwarding = true;
  request.headers["x-forwarded-for"] = callerAddress(
    request.headers["x-forwarded-for"],
    socket.remoteAddress ?? "",
    proxies,
  );
});

/** `trusted`: how many of the last hops are our own proxies. */
export function callerAddress(forwardedFor, socketAddress, trusted) {
  const hops = (forwardedFor ?? "").split(",").map((hop) => hop.trim());
  const path = [...hops.filter((hop) => hop !== ""), socketAddress];
  return path[Math.max(path.length - 1 - trusted, 0)];
}
