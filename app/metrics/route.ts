import { v7 as uuidv7 } from "uuid";
import { errorAnswer } from "@/lib/http/error-answer";
import { metricsText } from "@/lib/http/metrics";
import { log } from "@/lib/log";
import { services } from "@/lib/services";

export async function GET(): Promise<Response> {
  try {
    const headers = {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    };
    return new Response(await metricsText(await services()), { headers });
  } catch (error) {
    return errorAnswer(error, uuidv7(), log);
  }
}

export const dynamic = "force-dynamic";
