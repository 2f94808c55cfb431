import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { inspect } from "node:util";
import { warn } from "../lib/terminal.ts";
import { CONTROL_ROOT, serveControl } from "./control/routes.ts";
import { seedDemo } from "./demo.ts";
import { errorAnswer } from "./answer.ts";
import { redirect, sendAnswer, splitUrl } from "./http.ts";
import { atHost } from "./regions.ts";
import { serveApi } from "./serve-api.ts";
import { SimulatorState } from "./state.ts";
import { readStateFile, StateFile } from "./state-file.ts";

export type SimulatorOptions = {
  /** 0, the default, uses any free one. */
  port?: number;
  host?: string;
  /** Where the state is kept over a restart. Without it, the state ends with the simulator. */
  stateFile?: string | undefined;
  /** Fills an empty state with the organization "Acme". */
  demo?: boolean;
  /** Makes repeatable which calls a fault with a probability affects. */
  seed?: number | undefined;
};

export type Simulator = {
  /** The value for OpenAI's base URL, with /v1. */
  url: string;
  /** The same for a region, with `{region}`. */
  regionalUrl: string;
  /** Without a trailing slash, like `url`. */
  controlUrl: string;
  state: SimulatorState;
  close(): Promise<void>;
};

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", stateFile, demo = false, seed } = options;
  const saved = stateFile === undefined ? undefined : await readStateFile(stateFile);
  const state = new SimulatorState({ saved, seed });
  if (demo && state.organizations().length === 0) seedDemo(state);

  const closing = new AbortController();
  const server = createServer((request, response) => void serve(state, request, response, closing.signal));
  // Longer than any caller keeps an idle connection, so that this side never ends one during a request.
  server.keepAliveTimeout = 120_000;
  const origin = `http://${urlHost(host)}:${await listen(server, port, host)}`;
  const keeper = stateFile === undefined ? undefined : new StateFile(stateFile, state);

  const close = async () => {
    closing.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await keeper?.close();
  };
  let closed: Promise<void> | undefined;
  return {
    url: `${origin}/v1`,
    regionalUrl: `${origin}/regions/{region}/v1`,
    controlUrl: `${origin}${CONTROL_ROOT}`,
    state,
    close: () => (closed ??= close()),
  };
}

async function serve(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const { path } = splitUrl(request);
  try {
    if (path === CONTROL_ROOT || path.startsWith(`${CONTROL_ROOT}/`)) {
      await serveControl(state, request, response);
      return;
    }
    if (atHost(path).path.startsWith("/v1/")) {
      await serveApi(state, request, response, closing);
      return;
    }
    if (path === "/") redirect(response, `${CONTROL_ROOT}/`);
    else sendAnswer(response, errorAnswer(404, `Invalid URL (${request.method ?? ""} ${path})`));
  } catch (error) {
    if (closing.aborted || (isNodeError(error) && error.code === "ECONNRESET")) return;
    warn(`The simulator failed at ${request.method ?? ""} ${path}: ${inspect(error)}`);
    if (response.headersSent) response.destroy();
    else sendAnswer(response, errorAnswer(500, "The simulator itself failed; its output says why."));
  }
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** The name for a listening host in a URL. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
