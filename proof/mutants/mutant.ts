export type Change = {
  file: string;
  /** Occurs in the file exactly once. */
  find: string;
  put: string;
};
export type Mutant = { name: string; changes: Change[]; suites: string[] };
