import * as z from "zod";
import { type Answer, ok, Refusal } from "../answer.ts";
import { wireDeleted, wireMint, wireNewKey, wireServiceAccount } from "../wire.ts";
import { activeProjectOf, type AdminCall, serviceAccountOf } from "./call.ts";
import { lifetimeSchema, page, parseBody, requireLifetime } from "./input.ts";

export function listServiceAccounts(call: AdminCall): Answer {
  const isFirstPage = !call.query.get("after");
  const accounts = call.state.listServiceAccounts(activeProjectOf(call).id, { isFirstPage });
  return ok(page(call, accounts, wireServiceAccount));
}

export function retrieveServiceAccount(call: AdminCall): Answer {
  return ok(wireServiceAccount(serviceAccountOf(call)));
}

const updateSchema = z.strictObject({
  name: z.string().min(1).optional(),
  role: z.enum(["member", "owner"]).optional(),
});

export function updateServiceAccount(call: AdminCall): Answer {
  const changes = parseBody(call, updateSchema);
  const account = serviceAccountOf(call);
  call.state.updateServiceAccount(account, changes);
  return ok(wireServiceAccount(account));
}

const mintSchema = z.strictObject({
  name: z.string().min(1),
  create_service_account_only: z.boolean().nullable().optional(),
  expires_in_seconds: lifetimeSchema,
});

export function mintServiceAccount(call: AdminCall): Answer {
  const body = parseBody(call, mintSchema);
  const project = activeProjectOf(call);
  const withKey = body.create_service_account_only !== true;
  const expiresInSeconds = body.expires_in_seconds ?? null;
  if (!withKey && expiresInSeconds !== null) {
    const message = "'expires_in_seconds' cannot be used when 'create_service_account_only' is true.";
    throw new Refusal(400, message, { param: "expires_in_seconds" });
  }
  if (withKey && call.settings.serviceAccountKeys === "refused") {
    throw new Refusal(403, "Service account API keys are not allowed by your organization's policy.");
  }
  if (withKey) requireLifetime(call, expiresInSeconds);
  if (call.settings.duplicateNames === "refused") refuseDuplicate(call, project.id, body.name);

  const account = call.state.createServiceAccount(
    project.id,
    { name: body.name, withKey, expiresInSeconds },
    call.entry,
  );
  const [key = null] = account.keys;
  const minted = wireMint(account, call.fault?.kind === "api_key_null" ? null : key);
  const name = call.fault?.kind === "wrong_name" ? (call.fault.name ?? `${account.name}-other`) : minted.name;
  return ok({ ...minted, name }, call.settings.mintStatus);
}

function refuseDuplicate({ state }: AdminCall, projectId: string, name: string): void {
  if (state.serviceAccounts(projectId).some((account) => account.name === name)) {
    const message = `A service account named '${name}' already exists in this project.`;
    throw new Refusal(400, message, { param: "name" });
  }
}

export function deleteServiceAccount(call: AdminCall): Answer {
  const account = serviceAccountOf(call);
  call.state.deleteServiceAccount(account, call.entry);
  return ok(wireDeleted("organization.project.service_account", account.id));
}

const keySchema = z.strictObject({
  name: z.string().min(1).optional(),
  scopes: z.array(z.string()).optional(),
  expires_in_seconds: lifetimeSchema,
});

export function mintKey(call: AdminCall): Answer {
  const body = parseBody(call, keySchema);
  const account = serviceAccountOf(call);
  if (call.settings.secondKey === "refused" && account.keys.length > 0) {
    throw new Refusal(409, "The service account already has an API key and cannot create another.");
  }
  const expiresInSeconds = body.expires_in_seconds ?? null;
  requireLifetime(call, expiresInSeconds);
  call.entry.serviceAccountId = account.id;
  return ok(wireNewKey(call.state.createKey(account, { name: body.name, expiresInSeconds })));
}
