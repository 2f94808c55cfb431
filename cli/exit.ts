/** The process's exit code. `phase run` exits with its command's. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  /** A search has found something. */
  found: 1,
  /** For comparisons. */
  differs: 2,
  timeout: 124,
  notExecutable: 126,
  notFound: 127,
  interrupted: 130,
} as const;

/** A failure printed as one line on standard error, without a stack. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  constructor(
    message: string,
    readonly exitCode: number = EXIT.error,
  ) {
    super(message);
  }
}
