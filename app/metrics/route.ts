import { soon } from "@/lib/database/briefly";
import { metricsText } from "@/lib/http/metrics";
import { services } from "@/lib/create-services";

export async function GET(): Promise<Response> {
  const started = await soon(services()).catch(() => null);
  return new Response(await metricsText(started), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}

export const dynamic = "force-dynamic";
