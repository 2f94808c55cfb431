export function buildNodeClient(folder: string): Promise<void>;
