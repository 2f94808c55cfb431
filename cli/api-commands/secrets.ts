import { asDotenv, parseImportFormat } from "../as-dotenv";
import type { ApiCommand, Column } from "./command";

const COLUMNS: Column[] = [
  ["KEY", "key"],
  ["LIFECYCLE", "lifecycle"],
  ["VERSION", "version"],
  ["UPDATED", "updatedAt"],
  ["COMMENT", "comment"],
];
const WHICH = [{ name: "key", fills: "id", kind: "secret" }] as const;

/** Commands that never show a value. The others are in cli/commands/. */
export const SECRETS: ApiCommand[] = [
  {
    name: "secrets list",
    does: "list the secrets of an environment, without values",
    route: "GET /environments/{id}/secret-rows",
    environment: "one",
    list: "secrets",
    columns: COLUMNS,
  },
  {
    name: "secrets find",
    does: "find secrets in any environment by key, comment, app or environment, without values",
    route: "GET /secrets",
    args: [{ name: "words", query: "search" }],
    list: "secrets",
    columns: [["APP", "appName"], ["ENVIRONMENT", "environmentName"], ...COLUMNS],
  },
  {
    name: "secrets edit",
    does: "change a secret's key or comment",
    route: "PATCH /secrets/{id}",
    environment: "one",
    args: WHICH,
    options: [
      { flag: "--key <key>", does: "new key", body: "key" },
      { flag: "--comment <text>", does: "new comment", body: "comment" },
    ],
    columns: COLUMNS,
  },
  {
    name: "secrets unset",
    does: "delete a static secret",
    route: "DELETE /secrets/{id}",
    environment: "one",
    args: WHICH,
    confirm: "Deletes the secret {key}. Programs no longer find it.",
    says: "Deleted {key}.",
  },
  {
    name: "secrets import",
    does: "create secrets from a .env, JSON, YAML or CSV file, or from standard input if the file is -",
    route: "POST /environments/{id}/secrets/import",
    environment: "one",
    args: [{ name: "file" }],
    file: { body: "text", arg: "file", as: asDotenv },
    options: [
      {
        flag: "--format <format>",
        does: "dotenv, json, yaml (a map of texts) or csv (key, value); otherwise as the file's name ends",
        parse: parseImportFormat,
      },
      {
        flag: "--replace",
        does: "replace existing static secrets",
        body: "onConflict",
        means: "replace",
      },
    ],
    columns: [
      ["CREATED", "created"],
      ["UPDATED", "updated"],
      ["SKIPPED", "skipped"],
    ],
  },
];
