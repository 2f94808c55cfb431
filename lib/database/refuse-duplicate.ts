import { DomainError } from "@/lib/errors";
import type { ErrorCode } from "@/lib/lists/error-codes";
import { Prisma } from "@/lib/generated/prisma/client";

/** Of what is there already: with words for the person, and the field that says the same. */
type Taken = { code: ErrorCode; message: string; path?: string };

/** Runs `work`; where a unique index refuses a row, throws what is taken instead. */
export async function refuseDuplicate<Result>(
  { code, message, path }: Taken,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      const issues = path === undefined ? undefined : [{ path, message }];
      throw new DomainError(code, message, { cause: error, issues });
    }
    throw error;
  }
}

/** The same of a name that another `kind` has in the same place. */
export async function refuseTakenName<Result>(
  kind: string,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return await refuseDuplicate(nameTaken(kind, name), work);
}

export function nameTaken(kind: string, name: string) {
  const message = `There is ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} named "${name}" already.`;
  return { code: "name_exists", message, path: "name" } as const;
}
