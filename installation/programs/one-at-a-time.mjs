// Loaded into the web process before anything else: of each connection, one request is at work at a time.
//
// A program may send requests before the first of them is answered, and Node begins all that it has read at once: thousands of
// one packet of 64 kB, which hold everybody else up for as long as all of them take, even when their sender is long gone. They
// are answered in their order in any case. So each begins when the one before it is over, and not at all once nobody is left
// to answer. Browsers and proxies send none ahead.
import diagnostics from "node:diagnostics_channel";

const MOST_WAITING = 100;

diagnostics.subscribe("tracing:net.server.listen:asyncStart", ({ server }) => {
  const { emit } = server;
  server.emit = (event, ...given) => {
    if (event !== "request") return emit.call(server, event, ...given);
    inOrder(...given, () => emit.call(server, event, ...given));
    return true;
  };
});

/** By connection: what begins when the request that is at work is over. */
const waiting = new WeakMap();

function inOrder({ socket }, response, begin) {
  if (socket.destroyed) return;
  const work = () => {
    // Others have their turn in between.
    response.once("close", () => setImmediate(beginNext, socket));
    begin();
  };
  const others = waiting.get(socket);
  if (others === undefined) {
    waiting.set(socket, []);
    work();
  } else if (others.push(work) > MOST_WAITING) socket.destroy();
}

function beginNext(socket) {
  const work = socket.destroyed ? undefined : waiting.get(socket)?.shift();
  if (work === undefined) waiting.delete(socket);
  else work();
}
