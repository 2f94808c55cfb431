import packageJson from "@/package.json";

/** The process responds. `readyz` says whether it can do its work. */
export function GET(): Response {
  return Response.json(
    { status: "ok", version: packageJson.version },
    { headers: { "cache-control": "no-store" } },
  );
}

export const dynamic = "force-dynamic";
