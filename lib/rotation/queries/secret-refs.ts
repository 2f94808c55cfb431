import type { SecretRef } from "@/lib/api/overview";
import type { Db } from "@/lib/db";

/** Rotating secrets by name, with their places. */
export async function secretRefs(db: Db, ids: readonly string[]): Promise<Map<string, SecretRef>> {
  const rows = await db.rotatingSecret.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      name: true,
      environment: { select: { id: true, name: true, app: { select: { name: true } } } },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return new Map(
    rows.map(({ id, name, environment }) => [
      id,
      {
        id,
        name,
        environmentId: environment?.id ?? "",
        appName: environment?.app.name ?? "",
        environmentName: environment?.name ?? "",
      },
    ]),
  );
}
