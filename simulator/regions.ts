/** Regional hosts as paths: `/regions/eu/v1/…` stands for `https://eu.api.openai.com/v1/…`. */

const REGIONAL_PATH = /^\/regions\/([a-z]{2})(\/v1\/.*)$/;

/** The region of a path, null for the host without one, and the path as that host sees it. */
export function atHost(path: string): { region: string | null; path: string } {
  const [, region, rest] = REGIONAL_PATH.exec(path) ?? [];
  return region === undefined || rest === undefined ? { region: null, path } : { region, path: rest };
}

/** Where keys of a project with such a residency work. Null: at every host. */
export function homeOf(residency: string): string | null {
  return residency === "GLOBAL" ? null : residency.slice(0, 2).toLowerCase();
}

export function hostName(region: string | null): string {
  return region === null ? "api.openai.com" : `${region}.api.openai.com`;
}
