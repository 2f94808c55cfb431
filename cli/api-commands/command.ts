/** What a command that asks the API is made of: a row of a table, which help, completion and the documents read too. */

export type Item = Readonly<Record<string, unknown>>;

/** What an argument or option may name; `names.ts` looks it up. */
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
  /** As the usage has it. */
  name: string;
  /** The part of the route that it fills; left out where it is a field of the body or the query. */
  fills?: string;
  /** Left out where it is taken as it is. */
  kind?: Kind;
  body?: string;
  query?: string;
};

export type CommandOption = {
  /** As Commander writes them: `--interval <time>`. */
  flag: string;
  does: string;
  /** The field that it sets, in a path of names. */
  body?: string;
  query?: string;
  kind?: Kind | "project";
  parse?: (text: string) => unknown;
  /** What it is where it is left out. */
  byDefault?: unknown;
  /** Of an option without a value: what it stands for. */
  means?: unknown;
  /** May be given several times, or once with commas. */
  isList?: true;
  required?: true;
  /** The option, by its name in the code, that says the opposite. */
  conflicts?: string;
};

export type Column = readonly [title: string, value: string | ((item: Item) => unknown)];

export type ApiCommand = {
  /** As it is typed. */
  name: string;
  does: string;
  /** The method and the path, as the API's document has them. */
  route: string;
  args?: readonly Argument[];
  options?: readonly CommandOption[];
  /** Fixed parts of the body. */
  body?: Item;
  /** The environment of --env and its like fills the route; "each": all of them where none is said. */
  environment?: "one" | "each";
  /** Where the answer is a list: the member that holds it. */
  list?: string;
  /** Has many more items than anybody reads: --limit of them, the newest first. */
  isLong?: true;
  /** Several lines of an item. */
  rows?: (item: Item) => Item[];
  /** Of a list, or of one item that was changed. Without them: every field in a line of its own. */
  columns?: readonly Column[];
  /** In place of a table of what was changed. `{name}` is the argument of that name. */
  says?: string | ((answer: Item) => string);
  /** What can't be undone, in a sentence. */
  confirm?: string;
  /** Only with this option, and only at a terminal: programs have always done it unasked. */
  confirmOnlyWith?: string;
  /** A field that never comes from the command line itself. */
  secret?: { body: string; what: string; optional?: true };
  /** A text file's content, or standard input for `-`. */
  file?: { body: string; arg: string };
  /** Takes time: --wait until the new key is current. */
  waits?: true;
};
