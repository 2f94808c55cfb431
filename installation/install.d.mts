export const ROOT: string;
export function prepare(): Promise<string>;
export function isForProductionOnly(): boolean;
