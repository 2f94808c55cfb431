import { expect, it } from "vitest";
import { requiredColumns } from "./required-columns";

it.each([
  ['ALTER TABLE "app" ADD COLUMN     "a" TEXT NOT NULL;', ["app.a"]],
  [
    'ALTER TABLE "app" ADD COLUMN     "a" TEXT NOT NULL DEFAULT \'\',\nADD COLUMN     "b" INTEGER NOT NULL;',
    ["app.b"],
  ],
  ['ALTER TABLE "app" ADD COLUMN     "a" TEXT,\nADD COLUMN     "b" BOOLEAN NOT NULL DEFAULT false;', []],
  ['CREATE TABLE "app" (\n    "a" TEXT NOT NULL\n);\nALTER TABLE "app" DROP COLUMN "c";', []],
])("%s adds without a default: %j", (sql, columns) => {
  expect(requiredColumns(sql)).toEqual(columns);
});
