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
// Next compares the name of the program that asks with those of search engines, by an expression that costs the square of its
// length: seconds for 15 kB. No browser's name is nearly as long as what is left of it.
//
// Each piece of a body costs the same, however small it is, and nobody counts them: of one byte each, half a million hold up all
// others for seconds. No program sends nearly as many as may pass, for the largest body is half a megabyte.
//
// Nothing here speaks another protocol. A request to change to one would pass all of this by, and of those that name no
// page Next keeps the connection open without an answer: each is answered like any other. Only `next dev` changes to one.
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

/** Node's parser hands on a body by this method, a chunk at a time, as many as it has read of the connection. */
function countPieces(request) {
  const { push } = request;
  let pieces = 0;
  request.push = (piece, encoding) => {
    if (piece === null || ++pieces <= MOST_PIECES) return push.call(request, piece, encoding);
    request.socket.destroy();
    return false;
  };
}
