export function diskTrouble(path: string, error: unknown): Error | undefined;
export function isDiskTrouble(error: unknown): boolean;
