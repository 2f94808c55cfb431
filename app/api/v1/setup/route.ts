import { setupDoneSchema, setupSchema, setupStateSchema } from "@/lib/api/setup";
import { ownerExists } from "@/lib/first-run/create-owner";
import { setUp } from "@/lib/first-run/set-up";
import { route } from "@/lib/http/handle";

export const GET = route(
  {
    summary: "Check whether the owner account still has to be created",
    public: true,
    answer: setupStateSchema,
  },
  async ({ ctx }) => ({ needed: !(await ownerExists(ctx.db)) }),
);

export const POST = route(
  {
    summary: "Create the owner account with the setup code",
    public: true,
    limit: "setup",
    body: setupSchema,
    answer: setupDoneSchema,
    status: 201,
    location: () => "/me",
  },
  async ({ ctx, body }) => await setUp(ctx, body),
);
