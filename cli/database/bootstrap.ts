import { text } from "node:stream/consumers";
import { bootstrap } from "@/lib/first-run/bootstrap";
import type { BootstrapOptions } from "../database-commands";
import { CliError, EXIT } from "../exit";
import { type Io, printJson } from "../io";
import { withDatabase } from "./with-database";

/** Prints what was created, including the token, which is shown only once. */
export async function bootstrapCommand(
  io: Io,
  { email, tokenName, tokenDays }: BootstrapOptions,
): Promise<number> {
  const password = (await text(io.stdin)).replace(/\r?\n$/, "");
  if (password === "") throw new CliError("Standard input has no password.");
  const made = await withDatabase((db) => bootstrap(db, { email, password, tokenName, tokenDays }));
  printJson(io, made);
  return EXIT.ok;
}
