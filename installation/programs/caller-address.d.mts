export function callerAddress(
  forwardedFor: string | undefined,
  socketAddress: string,
  trusted: number,
): string;
