import type { ServerResponse } from "node:http";
import type { SimulatorState } from "../state.ts";

/** At most this often, so that a busy simulator doesn't flood its viewers. */
const PAUSE_MS = 100;

/** Server-sent events: one "change" now and after every change, with the number of the newest history entry. */
export function streamChanges(state: SimulatorState, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  let pause: NodeJS.Timeout | undefined;
  let pending = false;
  const send = () => {
    pending = false;
    response.write(`event: change\ndata: ${JSON.stringify({ lastSeq: state.lastSeq })}\n\n`);
    pause = setTimeout(() => {
      pause = undefined;
      if (pending) send();
    }, PAUSE_MS);
  };
  const changed = () => {
    if (pause) pending = true;
    else send();
  };
  state.on("change", changed);
  response.once("close", () => {
    state.off("change", changed);
    clearTimeout(pause);
  });
  send();
}
