// Loaded into the web process before anything else: handles requests that Node accepts and Next fails on.
//
// TRACE is a method that the web's Request can't represent (500). Under the name of an unknown method it is
// refused
// like that one (405). "OPTIONS *" has no path, so Next fails on it too. Next forwards a URL with a host, as
// proxies
// receive it, to that host. The host belongs in the header of that name, which is checked.
//
// With thousands of parameters Next takes seconds for any path, because it scans all of them for each. No
// path takes
// nearly as many as are allowed. Beyond that, one parameter that the API refuses by name replaces them.
//
// The same applies to cookies. Browsers keep fewer than two hundred per site, so a request with more has no
// trustworthy one.
//
// Next compares the User-Agent with those of search engines, with an expression whose cost is the square of its length:
// seconds for 15 kB. No browser's User-Agent is nearly as long as the part that is kept.
//
// Each chunk of a body costs the same, however small it is, and nothing limits their number: half a million chunks of one byte
// delay all other requests for seconds. No program sends nearly as many as are allowed, because the largest body is half a megabyte.
//
// Nothing here speaks another protocol. A request to switch protocols would bypass all of this, and if it
// names no page,
// Next keeps the connection open without a response. So each is answered like any other. Only `next dev`
// switches protocols.
import diagnostics from "node:diagnostics_channel";

const MOST_PARAMETERS = 100;
const MOST_COOKIES = 200;
const LONGEST_USER_AGENT = 512;
const MOST_PIECES = 10_000;

diagnostics.subscribe("tracing:net.server.listen:asyncStart", ({ server }) => {
  if (process.env.NODE_ENV !== "development") server.shouldUpgradeCallback = () => false;
});

diagnostics.subscribe("http.server.request.start", ({ request }) => {
  countPieces(request);
  if (request.method === "TRACE") request.method = "PROPFIND";
  const [path, ...query] = request.url.split("?");
  if (query.join("?").split("&").length > MOST_PARAMETERS) request.url = `${path}?too-many-parameters`;
  if (request.headers.cookie?.split(";").length > MOST_COOKIES) delete request.headers.cookie;
  const { "user-agent": program } = request.headers;
  if (program?.length > LONGEST_USER_AGENT)
    request.headers["user-agent"] = program.slice(0, LONGEST_USER_AGENT);
  if (request.url.startsWith("/")) return;
  const target = URL.parse(request.url);
  request.url = target?.pathname.startsWith("/") ? target.pathname + target.search : "/";
  if (target !== null && target.host !== "") request.headers.host = target.host;
});

/** Node's parser passes a body on with this method, one chunk at a time, for all that it has read. */
function countPieces(request) {
  const { push } = request;
  let pieces = 0;
  request.push = (piece, encoding) => {
    if (piece === null || ++pieces <= MOST_PIECES) return push.call(request, piece, encoding);
    request.socket.destroy();
    return false;
  };
}
