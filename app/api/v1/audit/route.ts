import { auditPageSchema } from "@/lib/api/audit";
import { pageQuerySchema } from "@/lib/api/common";
import { listAudit } from "@/lib/audit-log/list-audit";
import { route } from "@/lib/http/handle";

export const GET = route(
  { summary: "List the audit log, newest first", query: pageQuerySchema, answer: auditPageSchema },
  async ({ ctx, query }) => await listAudit(ctx, query),
);
