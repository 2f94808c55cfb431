import { openApiDocument } from "@/lib/http/openapi";
import { ROUTES } from "./routes";

let text: string | undefined;

/** The same for everyone, because it contains no installation's data. Made once: anyone may ask, and it takes a while. */
export function GET(): Response {
  text ??= JSON.stringify(openApiDocument(ROUTES));
  return new Response(text, {
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}
