import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ERROR_CODES, errorRow } from "@/lib/lists/error-codes";
import { ErrorsPage } from "./errors-page";

const html = renderToStaticMarkup(<ErrorsPage />);

test.each(ERROR_CODES)("%s has a section under an anchor of its own", (code) => {
  expect(html).toContain(`<section id="${code}"`);
  expect(html).toContain(`HTTP status ${errorRow(code).status}`);
});
