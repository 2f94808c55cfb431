import { type ApiCall, refuseCaller } from "./admin/call.ts";
import {
  type Answer,
  errorAnswer,
  incorrectHostname,
  incorrectKey,
  ipNotAuthorized,
  missingScopesText,
  ok,
  Refusal,
} from "./answer.ts";
import { newId } from "./ids.ts";
import { homeOf, hostName } from "./regions.ts";
import type { SimulatorState } from "./state.ts";

const MODEL = "gpt-simulated";
const TEXT = "Hello from the simulator: this key is live.";

/** The model calls with which a consumer of a minted key can check that it works. */
export function answerModelCall(state: SimulatorState, call: ApiCall): Answer {
  const live = call.bearer === null ? null : state.liveKey(call.bearer);
  if (!live) {
    if (call.bearer !== null && state.liveAdminKey(call.bearer)) {
      return errorAnswer(401, missingScopesText("api.model.read"));
    }
    throw incorrectKey(call.bearer);
  }
  const { organizationId, projectId } = live.account;
  const settings = state.settings(organizationId);
  const { allowedIps, residency } = state.project(projectId);
  if (state.now() < live.key.createdAt + settings.keyPropagationMs) throw incorrectKey(call.bearer);
  refuseCaller(settings, call);
  if (allowedIps !== null && !allowedIps.includes(call.ip)) throw ipNotAuthorized();
  const home = homeOf(residency);
  if (home !== null && call.region !== home) throw incorrectHostname(hostName(home));
  state.markUsed(live.key);
  if (call.method === "GET" && call.path === "/v1/models") {
    return ok({
      object: "list",
      data: [{ id: MODEL, object: "model", created: 1_700_000_000, owned_by: "simulator" }],
    });
  }
  if (call.method === "POST" && call.path === "/v1/chat/completions") return ok(completion(state.now()));
  if (call.method === "POST" && call.path === "/v1/responses") return ok(modelResponse(state.now()));
  throw new Refusal(404, `Invalid URL (${call.method} ${call.path})`);
}

function completion(nowMs: number) {
  return {
    id: newId.request().replace("req_", "chatcmpl-"),
    object: "chat.completion",
    created: Math.floor(nowMs / 1000),
    model: MODEL,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: TEXT, refusal: null },
        finish_reason: "stop",
        logprobs: null,
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 9, total_tokens: 10 },
  };
}

function modelResponse(nowMs: number) {
  return {
    id: newId.request().replace("req_", "resp_"),
    object: "response",
    created_at: Math.floor(nowMs / 1000),
    status: "completed",
    model: MODEL,
    output: [
      {
        id: newId.request().replace("req_", "msg_"),
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: TEXT, annotations: [] }],
      },
    ],
    usage: { input_tokens: 1, output_tokens: 9, total_tokens: 10 },
  };
}
