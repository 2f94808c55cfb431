export function diskTrouble(path: string, error: unknown): Error | undefined;
