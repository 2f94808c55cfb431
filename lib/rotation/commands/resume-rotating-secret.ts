import type { EngineCtx } from "../services";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { type ResumeWhen, resumeIn } from "../engine/operate";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { changeSecret } from "./change";

/** Resuming what runs changes nothing. */
export async function resumeRotatingSecret(
  ctx: EngineCtx,
  input: { id: string; when?: ResumeWhen | undefined },
): Promise<RotatingSecret> {
  await changeSecret(ctx, input.id, (unit, secret) => resumeIn(unit, ctx, secret, input.when));
  return await getRotatingSecret(ctx, input);
}
