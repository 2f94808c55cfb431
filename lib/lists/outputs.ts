/** The values of a rotating secret that an environment can have. */

type Row = {
  /** The environment variable that the console suggests. */
  suggestedKey: string;
  /** In the console, and for the documents. */
  meaning: string;
  /** Without this output, a rotating secret would be useless. */
  required: boolean;
};

export const OUTPUTS = {
  api_key: {
    suggestedKey: "OPENAI_API_KEY",
    meaning: "The secret sk-… value that your program uses.",
    required: true,
  },
  key_id: {
    suggestedKey: "OPENAI_KEY_ID",
    meaning: "OpenAI's ID of that key.",
    required: false,
  },
  service_account_id: {
    suggestedKey: "OPENAI_SERVICE_ACCOUNT_ID",
    meaning: "OpenAI's ID of the service account.",
    required: false,
  },
  base_url: {
    suggestedKey: "OPENAI_BASE_URL",
    meaning: "The URL at which a regional project's key works. OpenAI's libraries read OPENAI_BASE_URL.",
    required: false,
  },
} as const satisfies Record<string, Row>;

export type OutputName = keyof typeof OUTPUTS;

// The keys of a literal object are those of its type.
export const OUTPUT_NAMES = Object.keys(OUTPUTS) as [OutputName, ...OutputName[]];
