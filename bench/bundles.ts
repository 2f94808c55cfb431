/**
 * The amount of code to load: by a browser for each page, and by Node for each program. Measured in bytes, so
 * one round is enough.
 */
import { ensureBuilt } from "@/installation/programs/build";
import { sizeOf } from "@/installation/programs/compile";
import { PROGRAMS } from "@/installation/programs/entry-points";
import { javascriptOfPages } from "@/installation/programs/page-size";
import type { Measurement } from "./measurement";

export async function measureBundles(): Promise<Measurement[]> {
  await ensureBuilt();
  const pages = (await javascriptOfPages()).map(({ page, kilobytes, framework }) =>
    size(page.replace(/^\/\([a-z]+\)|\/page$/g, "") || "/", kilobytes, framework),
  );
  const programs: Measurement[] = [];
  for (const program of Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[]) {
    const { own, all } = await sizeOf(program);
    programs.push(size(`${program}.mjs`, all, own));
  }
  return [...pages, ...programs];
}

const size = (name: string, value: number, floor: number): Measurement => {
  return { name, unit: "KB", better: "less", rounds: [{ value, floor }] };
};
