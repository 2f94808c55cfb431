/** The provider's refusals that concern the admin key, and so appear at its field. */
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
