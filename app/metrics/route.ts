import { soon } from "@/lib/http/briefly";
import { env } from "@/lib/settings/env";
import { mayScrape } from "@/lib/requests/may-scrape";
import { metricsText } from "@/lib/http/metrics";
import { whileAsked } from "@/lib/metrics/while-asked";
import { services } from "@/lib/create-services";

const currentText = whileAsked(async () => await metricsText(await soon(services()).catch(() => null)));

export async function GET(request: Request): Promise<Response> {
  if (!mayScrape(request.headers.get("authorization"), env().metricsToken)) {
    return new Response("Send PHASE_METRICS_TOKEN as a bearer token.\n", {
      status: 401,
      headers: { "www-authenticate": "Bearer", "cache-control": "no-store" },
    });
  }
  return new Response(await currentText(), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}

export const dynamic = "force-dynamic";
