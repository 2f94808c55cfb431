// Loaded into the web process before anything else: what Node accepts and Next fails over.
//
// TRACE is a method that the web's Request refuses to carry: 500. Under the name of another that nobody takes it is refused
// like that one: 405. "OPTIONS *" has no address, over which Next fails, too. And an address with a host in it, as proxies
// are asked, Next sends on to where it names: the host belongs to the header of that name, which is looked at.
import diagnostics from "node:diagnostics_channel";

diagnostics.subscribe("http.server.request.start", ({ request }) => {
  if (request.method === "TRACE") request.method = "PROPFIND";
  if (request.url.startsWith("/")) return;
  const target = URL.parse(request.url);
  request.url = target?.pathname.startsWith("/") ? target.pathname + target.search : "/";
  if (target !== null && target.host !== "") request.headers.host = target.host;
});
