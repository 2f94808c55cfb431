/**
 * Does `make` once for all who ask until it is done. Metrics are read by anyone who reaches them, and a program may ask
 * hundreds of times at once.
 */
export function whileAsked<Answer>(make: () => Promise<Answer>): () => Promise<Answer> {
  let making: Promise<Answer> | undefined;
  return async () => await (making ??= make().finally(() => (making = undefined)));
}
