export function buildCli(file: string): Promise<void>;
