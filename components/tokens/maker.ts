import type { ServiceToken } from "@/lib/api/service-tokens";

/** A token's creator in words: an email, or the name of a token. */
export function makerOf({ createdBy }: Pick<ServiceToken, "createdBy">): string {
  return createdBy.replace(/^user:/, "").replace(/^token:/, "the token ");
}

/** The tokens that end with a revoked one: those it created, directly or indirectly, except kept ones. */
export function madeWith(token: ServiceToken, all: readonly ServiceToken[]): ServiceToken[] {
  const made = all.filter(({ madeBy, keptAt }) => madeBy?.id === token.id && keptAt === null);
  return made.flatMap((child) => [child, ...madeWith(child, all)]);
}

/** The tokens that end with a removed member. */
export function tokensOf(userId: string, all: readonly ServiceToken[]): ServiceToken[] {
  return all.filter(({ answersTo }) => answersTo === userId);
}
