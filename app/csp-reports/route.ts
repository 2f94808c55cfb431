import * as z from "zod";
import { originOf } from "@/lib/access/origin";
import { DomainError } from "@/lib/errors";
import { spendCost } from "@/lib/requests/budgets";
import { addressGroup } from "@/lib/formats/ip-address";
import { log } from "@/lib/log";
import { readText } from "@/lib/requests/read-input";

const MAX_BYTES = 8_192;
const text = z.string().transform((value) => value.slice(0, 300));
/** As browsers send it to a `report-uri`. */
const reportSchema = z.object({
  "csp-report": z.object({
    "document-uri": text.optional(),
    "blocked-uri": text.optional(),
    "violated-directive": text.optional(),
  }),
});

/**
 * Content that a browser blocked becomes a log line, because it may be an attack. Anyone may send a report,
 * so few are read.
 */
export async function POST(request: Request): Promise<Response> {
  const origin = originOf(request.headers);
  try {
    await spendCost("report", addressGroup(origin.ip ?? "unknown"));
    const report = reportSchema.parse(JSON.parse(await readText(request, MAX_BYTES)));
    log.warn(
      { cspReport: report["csp-report"], ...origin },
      "A browser blocked content that the page's policy forbids",
    );
    return new Response(null, { status: 204 });
  } catch (error) {
    return new Response(null, { status: error instanceof DomainError ? error.status : 400 });
  }
}
