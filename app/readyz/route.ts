import { readiness } from "@/lib/http/readiness";
import { services } from "@/lib/services";

export async function GET(): Promise<Response> {
  const { ready, checks } = await readiness(services);
  const body = { status: ready ? "ready" : "not_ready", checks };
  return Response.json(body, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}

export const dynamic = "force-dynamic";
