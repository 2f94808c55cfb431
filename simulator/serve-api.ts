import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { answerAdminCall, isAdminPath } from "./admin/routes.ts";
import type { ApiCall } from "./admin/call.ts";
import { type Answer, Refusal } from "./answer.ts";
import { faultAnswer } from "./fault-answer.ts";
import type { Fault } from "./faults.ts";
import { type Delivery, isJson, readBody, sendAnswer, splitUrl } from "./http.ts";
import { newId } from "./ids.ts";
import type { HistoryEntry } from "./model.ts";
import { atHost } from "./regions.ts";
import { answerModelCall } from "./model-api.ts";
import type { SimulatorState } from "./state.ts";

/** Everything that one call needs. */
type Visit = {
  state: SimulatorState;
  call: ApiCall;
  entry: HistoryEntry;
  fault: Fault | null;
  response: ServerResponse;
  startedAt: number;
  /** Resolves when the connection ends, from either side. */
  gone: Promise<void>;
  /** Ends all waiting when the simulator closes. */
  closing: AbortSignal;
};

/** Answers one API call, as its next fault demands. */
export async function serveApi(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  const gone = new Promise<void>((resolve) => response.once("close", resolve));
  const call = await readCall(request, response);
  if (!call) return;
  const fault = state.takeFault(call);
  const entry = state.openEntry({
    method: call.method,
    path: request.url ?? "",
    name: nameIn(call.body),
    fault: fault?.kind ?? null,
    requestId: newId.request(),
  });
  response.once("close", () => {
    entry.answered = response.writableFinished;
    entry.endedAt = state.now();
    state.changed();
  });
  await carryOut({ state, call, entry, fault, response, startedAt, gone, closing });
}

async function readCall(request: IncomingMessage, response: ServerResponse): Promise<ApiCall | null> {
  try {
    const [, bearer = null] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const body = await readBody(request);
    const { path, query } = splitUrl(request);
    const ip = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
    return {
      method: request.method ?? "",
      ...atHost(path),
      query,
      bearer,
      ip,
      isJson: isJson(request),
      body,
    };
  } catch (error) {
    if (error instanceof Refusal) sendAnswer(response, error.answer, { headers: { connection: "close" } });
    // Anything else: the caller disconnected in the middle of its own request.
    return null;
  }
}

async function carryOut(visit: Visit): Promise<void> {
  const { call, fault, response, gone, closing } = visit;
  switch (fault?.kind) {
    case undefined:
    case "api_key_null":
    case "wrong_name": {
      send(visit, act(visit));
      return;
    }
    case "status":
      if (fault.afterMs > 0) await wait(fault.afterMs, undefined, { signal: closing });
      {
        send(visit, faultAnswer(fault, call.bearer));
        return;
      }
    case "status_after":
      act(visit);
      {
        send(visit, faultAnswer(fault, call.bearer));
        return;
      }
    case "drop_before":
    case "drop_after":
      if (fault.kind === "drop_after") act(visit);
      response.socket?.resetAndDestroy();
      return;
    case "hang":
      if (fault.when === "after") act(visit);
      return gone;
    case "late_effect":
      await gone;
      await wait(fault.ms, undefined, { signal: closing });
      act(visit);
      return;
    case "delay": {
      const early = fault.when === "after" ? act(visit) : null;
      await wait(fault.ms, undefined, { signal: closing });
      send(visit, early ?? act(visit));
      return;
    }
    case "truncate": {
      send(visit, act(visit), fault.cut ? "cut" : "half");
      return;
    }
    case "huge": {
      send(visit, act(visit), { bytes: fault.bytes });
      return;
    }
  }
}

/** Does what the call requests, and returns the API's response. */
function act({ state, call, entry, fault }: Visit): Answer {
  try {
    return isAdminPath(call.path) ? answerAdminCall(state, call, entry, fault) : answerModelCall(state, call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function send({ entry, response, startedAt }: Visit, answer: Answer, delivery?: Delivery): void {
  if (response.destroyed) return;
  entry.status = answer.status;
  const headers: Record<string, string> = {
    "x-request-id": entry.requestId ?? "",
    "openai-version": "2020-10-01",
    "openai-processing-ms": String(Math.round(performance.now() - startedAt)),
  };
  if (entry.organizationId !== null) headers["openai-organization"] = entry.organizationId;
  sendAnswer(response, answer, { headers, delivery });
}

function nameIn(body: string): string | null {
  try {
    const parsed: unknown = body === "" ? null : JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null || !("name" in parsed)) return null;
    return typeof parsed.name === "string" ? parsed.name : null;
  } catch {
    return null;
  }
}
