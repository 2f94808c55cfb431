import { type Answer, ok, Refusal } from "../answer.ts";
import { wireAdminKey } from "../wire.ts";
import type { AdminCall } from "./call.ts";
import { page, parseQuery } from "./input.ts";

export function listAdminKeys(call: AdminCall): Answer {
  const order = parseQuery(call, "order", ["asc", "desc"]) ?? "asc";
  const keys = ownKeys(call);
  return ok(page(call, order === "asc" ? keys : keys.reverse(), wireAdminKey));
}

export function retrieveAdminKey(call: AdminCall): Answer {
  const id = call.params.get("key") ?? "";
  const found = ownKeys(call).find((key) => key.id === id);
  if (!found) throw new Refusal(404, `The API key ${id} was not found`);
  return ok(wireAdminKey(found));
}

function ownKeys({ state, adminKey }: AdminCall) {
  return state
    .adminKeys()
    .filter(
      ({ organizationId, revokedAt }) => organizationId === adminKey.organizationId && revokedAt === null,
    );
}
