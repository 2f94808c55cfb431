// Loaded into the web process before anything else. TRACE, which Node accepts, is one that the web's Request refuses to
// carry: Next fails over it with 500. Under the name of another that nobody takes it is refused like that one: 405.
import diagnostics from "node:diagnostics_channel";

diagnostics.subscribe("http.server.request.start", ({ request }) => {
  if (request.method === "TRACE") request.method = "PROPFIND";
});
