import { redact } from "../ids.ts";
import type { ServiceAccount } from "../model.ts";
import type { SimulatorState } from "../state.ts";

/** Everything in the simulator, as the control API shows it. Minted keys appear without their values. */
export function stateView(state: SimulatorState) {
  return {
    now: state.now(),
    lastSeq: state.lastSeq,
    settings: state.settings(),
    organizations: state.organizations(),
    adminKeys: state.adminKeys().map((key) => ({ ...key, live: state.liveAdminKey(key.value) !== null })),
    projects: state.projects(),
    serviceAccounts: state.serviceAccounts().map((account) => accountView(state, account)),
    faults: state.faults(),
  };
}

export function accountView(state: SimulatorState, account: ServiceAccount) {
  const keys = account.keys.map(({ value, ...key }) => ({
    ...key,
    redactedValue: redact(value),
    live: state.liveKey(value) !== null,
  }));
  return { ...account, keys };
}

/** What a key's value can currently do. */
export function keyView(state: SimulatorState, value: string) {
  const found = state.liveKey(value);
  if (found) {
    const { id, name, projectId } = found.account;
    const { id: keyId, expiresAt, lastUsedAt } = found.key;
    return {
      live: true,
      kind: "service_account",
      projectId,
      serviceAccountId: id,
      name,
      keyId,
      expiresAt,
      lastUsedAt,
    };
  }
  return { live: state.liveAdminKey(value) !== null, kind: state.liveAdminKey(value) ? "admin" : null };
}
