import OpenAI from "openai";

/** OpenAI's own client without its retries, so that one call is one request. */
export function sdk(baseURL: string, key: { adminKey: string } | { apiKey: string }): OpenAI {
  return new OpenAI({
    adminAPIKey: "adminKey" in key ? key.adminKey : null,
    apiKey: "apiKey" in key ? key.apiKey : null,
    organization: null,
    project: null,
    baseURL,
    maxRetries: 0,
    logLevel: "off",
  });
}
