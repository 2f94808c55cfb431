import { readiness } from "@/lib/http/readiness";
import { services } from "@/lib/create-services";

export async function GET(): Promise<Response> {
  const { ready, ...told } = await readiness(services);
  const body = { status: ready ? "ready" : "not_ready", ...told };
  return Response.json(body, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}

export const dynamic = "force-dynamic";
