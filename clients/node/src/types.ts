/** What programs pass to this package and get from it. */
export type Values = Readonly<Record<string, string>>;

export type PhaseOptions = {
  /** PHASE_HOST when left out. */
  host?: string;
  /** Allows plain http to another machine. Others on the network can read the traffic. */
  insecure?: boolean;
  /** PHASE_SERVICE_TOKEN when left out. */
  token?: string;
  /** Its ID, or `app/environment`. PHASE_ENV when left out. */
  environment?: string;
  /** How often to ask while the change stream is unavailable: 4 seconds when left out. */
  pollSeconds?: number;
  /** How long the first read retries while Phase can't be reached: 30 seconds when left out, 5 with a fallback. */
  waitForSeconds?: number;
  /** The file that keeps the last values. False: none. Default: that of `phase run`. */
  fallback?: string | false;
};

export type Change = { values: Values; changedKeys: string[] };

/** Counters that only grow, for a metrics page. */
export type Counters = {
  /** Requests to Phase. */
  requests: number;
  /** Responses without changes. */
  unchanged: number;
  /** Requests without a response. */
  failures: number;
  changes: number;
  /** How often a refused key was looked up again. */
  refreshes: number;
  /** Starts with values of the fallback file. */
  fallbackStarts: number;
};
