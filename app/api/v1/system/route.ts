import { systemSchema } from "@/lib/api/system";
import { route } from "@/lib/http/handle";
import { env } from "@/lib/settings/env";
import { getSystem } from "@/lib/system/get-system";

export const GET = route(
  { summary: "Get the state of this installation, with its problems", answer: systemSchema },
  async ({ ctx }) => await getSystem(ctx, env()),
);
