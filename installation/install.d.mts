export const ROOT: string;
export function prepare(): Promise<string>;
export function productNode(): string;
