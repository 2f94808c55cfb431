export function linkLibraries(native: string): void;
export function nodePackage(version: string): string;
export function linkNode(folder: string, wanted: string): void;
