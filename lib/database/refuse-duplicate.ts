import { DomainError } from "@/lib/errors";
import type { ErrorCode } from "@/lib/lists/error-codes";
import { Prisma } from "@/lib/generated/prisma/client";

/** Runs `work`; where a unique index refuses a row, throws `code` with words for the person instead. */
export async function refuseDuplicate<Result>(
  code: ErrorCode,
  message: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new DomainError(code, message, { cause: error });
    }
    throw error;
  }
}
