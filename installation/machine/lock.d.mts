export function processName(pid: number): string;
export function isProcessAlive(name: string): boolean;
export function placeOf(folder: string): string;
export function isPlace(place: string, folder: string): boolean;
export function withLock<T>(
  path: string,
  work: () => Promise<T> | T,
  options?: { onWait?: () => void },
): Promise<T>;
