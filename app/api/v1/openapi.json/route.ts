import { openApiDocument } from "@/lib/http/openapi";
import { ROUTES } from "./routes";

/** The same for everyone, because it contains no installation's data. */
export function GET(): Response {
  return Response.json(openApiDocument(ROUTES), { headers: { "cache-control": "no-store" } });
}
