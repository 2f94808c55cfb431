import { auditPageSchema, auditQuerySchema } from "@/lib/api/audit";
import { listAudit } from "@/lib/audit-log/list-audit";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "List the audit log, newest first", query: auditQuerySchema, answer: auditPageSchema },
  async ({ ctx, query }) => await listAudit(ctx, query),
);
