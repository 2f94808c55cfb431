import { DomainError } from "@/lib/errors";
import type { ErrorCode } from "@/lib/lists/error-codes";
import { Prisma } from "@/lib/generated/prisma/client";

/** The existing item, in words for people and with the field's name. */
type Taken = { code: ErrorCode; message: string; path?: string };

/** Runs `work`. If a unique index refuses a row, throws what is taken. */
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

/** The same for the name of another `kind` in the same place. */
export async function refuseTakenName<Result>(
  kind: string,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return await refuseDuplicate(nameTaken(kind, name), work);
}

export function nameTaken(kind: string, name: string) {
  const message = `${/^[aeiou]/.test(kind) ? "An" : "A"} ${kind} named "${name}" already exists.`;
  return { code: "name_exists", message, path: "name" } as const;
}
