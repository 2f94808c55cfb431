import packageJson from "@/package.json";

/** The process answers. Whether it can do its work is `readyz`. */
export function GET(): Response {
  return Response.json(
    { status: "ok", version: packageJson.version },
    { headers: { "cache-control": "no-store" } },
  );
}

export const dynamic = "force-dynamic";
