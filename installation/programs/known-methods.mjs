// Loaded into the web process before anything else: what Node accepts and Next fails over.
//
// TRACE is a method that the web's Request refuses to carry: 500. Under the name of another that nobody takes it is refused
// like that one: 405. "OPTIONS *" has no address, over which Next fails, too. And an address with a host in it, as proxies
// are asked, Next sends on to where it names: the host belongs to the header of that name, which is looked at.
//
// Over thousands of parameters Next takes seconds, whatever the address, for it looks through all of them for each. No
// address takes nearly as many as may pass: in the place of more stands one that the API refuses by its name.
//
// The same over cookies. Browsers keep less than two hundred of a site; whoever sends more has none that could be trusted.
//
// Nothing here speaks another protocol. A request to change to one would pass all of this by, and of those that name no
// page Next keeps the connection open without an answer: each is answered like any other. Only `next dev` changes to one.
import diagnostics from "node:diagnostics_channel";

const MOST_PARAMETERS = 100;
const MOST_COOKIES = 200;

diagnostics.subscribe("tracing:net.server.listen:asyncStart", ({ server }) => {
  if (process.env.NODE_ENV !== "development") server.shouldUpgradeCallback = () => false;
});

diagnostics.subscribe("http.server.request.start", ({ request }) => {
  if (request.method === "TRACE") request.method = "PROPFIND";
  const [path, ...query] = request.url.split("?");
  if (query.join("?").split("&").length > MOST_PARAMETERS) request.url = `${path}?too-many-parameters`;
  if (request.headers.cookie?.split(";").length > MOST_COOKIES) delete request.headers.cookie;
  if (request.url.startsWith("/")) return;
  const target = URL.parse(request.url);
  request.url = target?.pathname.startsWith("/") ? target.pathname + target.search : "/";
  if (target !== null && target.host !== "") request.headers.host = target.host;
});
