import { prepare } from "../install.mjs";

/** Generates the database client again if the schema has changed, however the tests were started. */
export default async function generated(): Promise<void> {
  await prepare();
}
