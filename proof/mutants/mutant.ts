export type Change = {
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  put: string;
};
export type Mutant = { name: string; changes: Change[]; suites: string[] };
