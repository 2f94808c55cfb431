/** Refusals by the provider that are about the admin key, and so stand beside it. */
export const KEY_ERROR_FIELDS = {
  provider_auth_failed: "adminApiKey",
  provider_scope_missing: "adminApiKey",
  provider_unreachable: "adminApiKey",
  provider_rate_limited: "adminApiKey",
  provider_unavailable: "adminApiKey",
  provider_rejected: "adminApiKey",
  provider_malformed_response: "adminApiKey",
  wrong_organisation: "adminApiKey",
} as const;
