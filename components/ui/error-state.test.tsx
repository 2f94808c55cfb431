import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ApiError } from "@/lib/client/fetcher";
import { ErrorState } from "./error-state";

it.each([
  [500, true],
  [0, true],
  [403, false],
  [404, false],
])("an answer with status %d offers another attempt: %s", (status, offered) => {
  const error = new ApiError("code", "Why.", status);
  const html = renderToStaticMarkup(<ErrorState title="No rows" error={error} onRetry={() => {}} />);
  expect(html).toContain("Why.");
  expect(html.includes("Try again")).toBe(offered);
});
