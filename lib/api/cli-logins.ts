/** A login of the command line, approved by a member in the console. Client-safe. */
import * as z from "zod";
import { idSchema, nameSchema, timeSchema } from "./common";
import { createServiceTokenSchema } from "./service-tokens";

export const startCliLoginSchema = z.strictObject({
  /** Of the machine. The member who approves sees it. */
  name: nameSchema,
  /** SHA-256 of the service token that the command line has made, in hex. Phase never sees the token before it is used. */
  tokenHash: z
    .string()
    .max(64)
    .regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex"),
  /** The token's first characters, by which lists show it. */
  tokenHint: z
    .string()
    .max(9)
    .regex(/^phs_[A-Za-z0-9_-]{4}…$/, "must be phs_, four characters and …"),
});

export const startedCliLoginSchema = z.object({
  id: idSchema,
  /** What the member enters in the console. */
  code: z.string(),
  expiresAt: timeSchema,
});

export const CLI_LOGIN_STATES = ["waiting", "approved", "denied"] as const;
export const cliLoginStateSchema = z.object({ state: z.enum(CLI_LOGIN_STATES) });

/** Accepts the code in lower case, with blanks, or without the hyphen, because people type it. */
const codeSchema = z
  .string()
  .max(40, "Enter the code as the terminal shows it.")
  .transform((text) => text.toUpperCase().replace(/[^A-Z]/g, ""))
  .refine((letters) => letters.length === 8, "Enter the eight letters that the terminal shows.")
  .transform((letters) => `${letters.slice(0, 4)}-${letters.slice(4)}`);

export const readCliLoginSchema = z.strictObject({ code: codeSchema });

export const cliLoginSchema = z.object({
  name: z.string(),
  /** Where the command line runs, as far as Phase can tell. */
  ip: z.string().nullable(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
});
export type CliLogin = z.infer<typeof cliLoginSchema>;

export const approveCliLoginSchema = createServiceTokenSchema.extend({ code: codeSchema });
export const denyCliLoginSchema = z.strictObject({ code: codeSchema });
