export type Part = { stamp: string; sources: readonly string[] };
export const PARTS: { console: Part; programs: Part };
export function sourcesStamp(part: Part, root?: string): string;
export function isBuilt(part: Part, root?: string): boolean;
