/** What programs give, and get. */
export type Values = Readonly<Record<string, string>>;

export type PhaseOptions = {
  /** PHASE_HOST when left out. */
  host?: string;
  /** Allows plain http to another machine, which can be read on the way. */
  insecure?: boolean;
  /** PHASE_SERVICE_TOKEN when left out. */
  token?: string;
  /** Its id, or `app/environment`. PHASE_ENV when left out. */
  environment?: string;
  /** How often to ask while the change stream is unavailable: 4 seconds when left out. */
  pollSeconds?: number;
  /** How long the first read retries while Phase can't be reached: 30 seconds when left out, 5 with a fallback. */
  waitForSeconds?: number;
  /** The file that keeps the last values; false for none. That of `phase run` when left out. */
  fallback?: string | false;
};

export type Change = { values: Values; changedKeys: string[] };

/** Numbers that only grow, for a metrics page. */
export type Counters = {
  /** Questions to Phase. */
  requests: number;
  /** Answers that nothing has changed. */
  unchanged: number;
  /** Questions that Phase did not answer. */
  failures: number;
  changes: number;
  /** Times that a refused key was looked up again. */
  refreshes: number;
  /** Starts with the values of the fallback file. */
  fallbackStarts: number;
};
