import type * as z from "zod";
import type { setupDoneSchema, setupSchema } from "@/lib/api/setup";
import type { Origin } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { createOwner } from "./create-owner";
import { isSetupCode, setupCode } from "./setup-code";

/** The first visit: creates the owner's account for the person who knows the setup code. */
export async function setUp(
  ctx: { db: Db; origin: Origin },
  input: z.output<typeof setupSchema>,
): Promise<z.infer<typeof setupDoneSchema>> {
  const code = await setupCode(ctx.db);
  if (code === null)
    throw new DomainError("owner_exists", "This installation already has an owner. Sign in instead.");
  if (!isSetupCode(input.code, code)) {
    const message = "Wrong setup code. Enter the code that the terminal shows.";
    throw new DomainError("invalid_input", message, {
      issues: [{ path: "code", message }],
      securityEvent: "setup_code_refused",
    });
  }
  return await createOwner(ctx.db, input, ctx.origin, async (_tx, { actor }) => ({
    organisationId: actor.organisationId,
    userId: actor.userId,
  }));
}
