import { auditLineSchema, exportQuerySchema } from "@/lib/api/audit";
import { exportAudit } from "@/lib/audit-log/export-audit";
import { route } from "@/lib/http/handle";
import { actorNow } from "@/lib/http/request-actor";

export const GET = route(
  {
    summary: "Export the audit log as JSON Lines, oldest first. With `after`, start after that entry",
    query: exportQuerySchema,
    limit: "export",
    status: 200,
    otherAnswers: {
      200: {
        description: "One entry per line, with its position in the chain.",
        mediaTypes: { "application/jsonl": auditLineSchema },
      },
    },
  },
  async ({ ctx, query, request }) =>
    new Response(await exportAudit(ctx, query, () => actorNow(ctx.db, request)), {
      headers: {
        "content-type": "application/jsonl; charset=utf-8",
        "content-disposition": 'attachment; filename="audit-log.jsonl"',
      },
    }),
);
