/** A command that calls the API: a row of a table from which help, completion and the documents are also built. */

export type Item = Readonly<Record<string, unknown>>;

/** What an argument or option may name. `names.ts` looks it up. */
export type Kind =
  | "app"
  | "credential"
  | "environment"
  | "member"
  | "minted"
  | "rotatingSecret"
  | "secret"
  | "token"
  | "webhook";

export type Argument = {
  /** As the usage shows it. */
  name: string;
  /** The part of the route that it fills. Left out if it is a field of the body or query. */
  fills?: string;
  /** Left out if the text is used unchanged. */
  kind?: Kind;
  body?: string;
  query?: string;
};

export type CommandOption = {
  /** In Commander's form: `--interval <time>`. */
  flag: string;
  does: string;
  /** The field that it sets, as a path of names. */
  body?: string;
  query?: string;
  kind?: Kind | "project";
  parse?: (text: string) => unknown;
  /** The default. */
  byDefault?: unknown;
  /** The value of an option without one. */
  means?: unknown;
  /** May be repeated, or given once with commas. */
  isList?: true;
  required?: true;
  /** The opposite option, by its name in the code. */
  conflicts?: string;
};

export type Column = readonly [title: string, value: string | ((item: Item) => unknown)];

export type ApiCommand = {
  /** As people type it. */
  name: string;
  does: string;
  /** The method and the path, as in the API's document. */
  route: string;
  args?: readonly Argument[];
  options?: readonly CommandOption[];
  /** Fixed parts of the body. */
  body?: Item;
  /** The environment chosen with --env etc. fills the route. "each": all of them if none is chosen. */
  environment?: "one" | "each";
  /** The member with the list, if the response is a list. */
  list?: string;
  /** Has many more items than anyone reads, so prints --limit of them, newest first. */
  isLong?: true;
  /** Several lines per item. */
  rows?: (item: Item) => Item[];
  /** The columns of a list or of one changed item. Without them, every field has its own line. */
  columns?: readonly Column[];
  /** Printed instead of a table of the changes. `{name}` is the argument of that name. */
  says?: string | ((answer: Item) => string);
  /** The irreversible effect, in a sentence. */
  confirm?: string;
  /** Only with this option, and only at a terminal, because programs have always done it without confirmation. */
  confirmOnlyWith?: string;
  /** A field that never comes from the command line itself. */
  secret?: { body: string; what: string; optional?: true };
  /** A text file's content, or standard input for `-`. */
  file?: { body: string; arg: string; as?: (text: string, path: string, flags: Item) => string };
  /** Takes time: --wait waits until the new key is current. */
  waits?: true;
};
