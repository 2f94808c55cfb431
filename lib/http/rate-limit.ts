import type { Spent } from "@/lib/requests/budgets";

/** The remaining limits of a request: draft-ietf-httpapi-ratelimit-headers, version 10. */
export function reportUse(response: Response, spent: readonly Spent[]): Response {
  if (spent.length === 0) return response;
  const policies = spent.map(({ name, quota, windowSeconds }) => `"${name}";q=${quota};w=${windowSeconds}`);
  const left = spent.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`);
  response.headers.set("ratelimit-policy", policies.join(", "));
  response.headers.set("ratelimit", left.join(", "));
  return response;
}
