import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { Ctx } from "@/lib/context";
import { type ResumeWhen, resumeIn } from "../engine/operate";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { changeSecret } from "./change";

/** Resuming what runs changes nothing. */
export async function resumeRotatingSecret(
  ctx: Ctx,
  input: { id: string; when?: ResumeWhen },
): Promise<RotatingSecret> {
  await changeSecret(ctx, input.id, (unit, secret) => resumeIn(unit, ctx, secret, input.when));
  return await getRotatingSecret(ctx, input);
}
