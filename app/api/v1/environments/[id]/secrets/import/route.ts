import { pathIdSchema } from "@/lib/api/common";
import { importedSecretsSchema, importSecretsSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { importSecrets } from "@/lib/secrets/import-secrets";

export const POST = route(
  {
    summary: "Import a .env file as static secrets, all or none",
    params: pathIdSchema,
    body: importSecretsSchema,
    answer: importedSecretsSchema,
    cost: "import",
    maxBodyBytes: 524_288,
  },
  async ({ ctx, params, body }) => await importSecrets(ctx, { ...body, environmentId: params.id }),
);
