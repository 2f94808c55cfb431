import * as z from "zod";
import { type Answer, ok, Refusal } from "../answer.ts";
import { projectAccess, wireDeleted, wireProjectKey } from "../wire.ts";
import { activeProjectOf, type AdminCall } from "./call.ts";
import { page, parseBody, parseQuery, requireLifetime } from "./input.ts";

export function listKeys(call: AdminCall): Answer {
  // If left out, the real list "may exclude some enabled keys": those whose owner has no access.
  const access = parseQuery(call, "owner_project_access", ["active", "inactive", "any"]) ?? "active";
  const keys = keysOf(call)
    .filter(({ account }) => access === "any" || access === projectAccess(account))
    .filter(({ key }) => key.disabledAt === null || call.settings.listDisabledKeys);
  return ok(page(call, keys, ({ account, key }) => wireProjectKey(account, key)));
}

export function retrieveKey(call: AdminCall): Answer {
  const { account, key } = keyOf(call);
  return ok(wireProjectKey(account, key));
}

const updateSchema = z
  .strictObject({ scopes: z.array(z.string()).optional(), expires_in_seconds: z.int().min(1).optional() })
  .refine((body) => Object.keys(body).length > 0, "give scopes or expires_in_seconds");

export function updateKey(call: AdminCall): Answer {
  const { expires_in_seconds: seconds } = parseBody(call, updateSchema);
  const { account, key } = keyOf(call);
  if (seconds !== undefined) {
    requireLifetime(call, seconds);
    call.state.setKeyLifetime({ account, key }, seconds, call.entry);
  }
  return ok(wireProjectKey(account, key));
}

export function deleteKey(call: AdminCall): Answer {
  const { account, key } = keyOf(call);
  call.state.deleteKey({ account, key }, call.entry);
  return ok(wireDeleted("organization.project.api_key", key.id));
}

function keysOf(call: AdminCall) {
  return call.state
    .serviceAccounts(activeProjectOf(call).id)
    .flatMap((account) => account.keys.map((key) => ({ id: key.id, account, key })));
}

function keyOf(call: AdminCall) {
  const id = call.params.get("key") ?? "";
  const found = keysOf(call).find((candidate) => candidate.id === id);
  if (!found) throw new Refusal(404, `The API key ${id} was not found`);
  return found;
}
