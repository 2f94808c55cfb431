import { setTimeout as delay } from "node:timers/promises";
import { CliError, EXIT } from "../exit";
import type { Client } from "../http";
import type { Item } from "./command";
import { fetchItems, requestItem } from "./items";

const ASK_EVERY_MS = 1_000;

type Before = { activeId: unknown; failedAt: unknown };

/** What is current before the rotation is requested. */
export async function beforeRotation(client: Client, path: string): Promise<Before> {
  return { activeId: await activeId(client, path), failedAt: failureOf(await requestItem(client, path)).at };
}

/**
 * The state of the rotating secret once its new key is current. @throws CliError if the rotation failed, and
 * with 124 if the time is over
 */
export async function waitForRotation(
  client: Client,
  path: string,
  before: Before,
  timeoutSeconds: number,
): Promise<Item> {
  const endsAt = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const secret = await requestItem(client, path);
    const { at, message } = failureOf(secret);
    if (at !== undefined && at !== before.failedAt)
      throw new CliError(`The rotation failed: ${String(message)}`);
    if (secret["rotating"] !== true && (await activeId(client, path)) !== before.activeId) return secret;
    const leftMs = endsAt - performance.now();
    if (leftMs <= 0) {
      throw new CliError(
        `The rotation isn't done after ${timeoutSeconds} s. Phase continues it; \`phase rotating-secrets get\` shows the state.`,
        EXIT.timeout,
      );
    }
    await delay(Math.min(ASK_EVERY_MS, leftMs));
  }
}

async function activeId(client: Client, path: string): Promise<unknown> {
  const credentials = await fetchItems(client, `${path}/credentials`, "credentials", 10);
  return credentials.find(({ status }) => status === "active")?.["id"];
}

function failureOf({ lastFailure }: Item): { at?: unknown; message?: unknown } {
  return typeof lastFailure === "object" && lastFailure !== null ? lastFailure : {};
}
