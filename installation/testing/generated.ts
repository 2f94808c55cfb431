import { prepare } from "../install.mjs";

/** Of a schema that has changed the database client is made anew, however the tests were started. */
export default async function generated(): Promise<void> {
  await prepare();
}
