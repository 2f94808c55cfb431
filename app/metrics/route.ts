import { soon } from "@/lib/http/briefly";
import { env } from "@/lib/settings/env";
import { mayScrape } from "@/lib/requests/may-scrape";
import { metricsText } from "@/lib/http/metrics";
import { services } from "@/lib/create-services";

export async function GET(request: Request): Promise<Response> {
  if (!mayScrape(request.headers.get("authorization"), env().metricsToken)) {
    return new Response("Send PHASE_METRICS_TOKEN as a bearer token.\n", {
      status: 401,
      headers: { "www-authenticate": "Bearer", "cache-control": "no-store" },
    });
  }
  const started = await soon(services()).catch(() => null);
  return new Response(await metricsText(started), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}

export const dynamic = "force-dynamic";
