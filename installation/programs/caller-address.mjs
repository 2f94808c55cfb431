// Loaded into the web process before anything else: writes down where each request really comes from.
//
// Next hands X-Forwarded-For on as the caller sent it, and shows nothing of the socket. Here the header becomes one
// address: the socket's, or, behind PHASE_TRUSTED_PROXIES reverse proxies that each append to the header, the one that
// the outermost of them saw. What stands before that is hearsay.
import diagnostics from "node:diagnostics_channel";

const proxies = Number(process.env.PHASE_TRUSTED_PROXIES || 0);

diagnostics.subscribe("http.server.request.start", ({ request, socket }) => {
  // For lib/http/forwarding.ts, which says that somebody may have forgotten the setting.
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
