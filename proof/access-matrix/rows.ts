/**
 * Who gets in where: every route by every principal, in an environment of each kind. A route that is not listed here fails
 * the test. Letters are principals (principals.ts): o owner, a admin, d developer, v viewer; `vd` is a viewer who is developer in
 * Development, `dv` a developer who is viewer in Production, `dn` a developer without access to Production; s r c x tokens
 * with the scopes secrets:read, rotation:manage, credentials:manage and admin, S R C X the same limited to Development; `m` an
 * admin token whose maker is a viewer by now, `n` one whose maker is by now a developer without access to Production.
 */
const EVERYBODY = "o a d v vd dv dn s r c x S R C X m n";
const both = (who: string) => ({ Development: who, Production: who });

const SEES = { Development: EVERYBODY, Production: "o a d v vd dv s r c x m" };
const READS_VALUES = { Development: "o a d vd dv dn s x S X n", Production: "o a d s x" };
const WRITES = { Development: "o a d vd dv dn x X n", Production: "o a d x" };
const ROTATES = { Development: "o a d vd dv dn r x R X n", Production: "o a d r x" };
const ALL = both(EVERYBODY);
const PEOPLE = both("o a d v vd dv dn");
const SEES_MEMBERS = both("o a d v vd dv x m");
const KEEPS_ADMIN_KEYS = both("o a c x");
const ADMINS = both("o a x");
const OWNERS = both("o");

/** What the URL names: created again for each request. */
export type Subject =
  | "app"
  | "new app"
  | "environment"
  | "new environment"
  | "secret"
  | "secret of a key"
  | "rotating"
  | "credential"
  | "rotation"
  | "member"
  | "token"
  | "session"
  | "login"
  | "webhook";

export type Row = {
  who: { Development: string; Production: string };
  subject?: Subject;
  query?: string;
  body?: object;
};

const CREATE_ROTATING = {
  name: "{unique}",
  provider: "openai",
  // The subject's own.
  thirdPartyCredentialId: "{credential}",
  config: { projectId: "proj_open" },
  rotationIntervalSeconds: 600,
  revocationDelaySeconds: 60,
  outputs: { api_key: "NEW_KEY" },
};

export const ROWS: Record<string, Row> = {
  "GET /api/v1/apps": { who: ALL },
  "POST /api/v1/apps": { who: ADMINS, body: { name: "{unique}" } },
  "GET /api/v1/apps/[id]": { who: ALL, subject: "app" },
  "PATCH /api/v1/apps/[id]": { who: ADMINS, subject: "app", body: { name: "{unique}" } },
  "DELETE /api/v1/apps/[id]": { who: ADMINS, subject: "new app" },
  "POST /api/v1/apps/[id]/environments": { who: ADMINS, subject: "app", body: { name: "{unique}" } },
  "GET /api/v1/audit": { who: ADMINS },
  "GET /api/v1/audit/export": { who: ADMINS },
  // No token may approve, because a program would give its own access to anyone who asks.
  "POST /api/v1/cli-logins/approve": {
    who: both("o a"),
    subject: "login",
    body: { code: "{code}", name: "{unique}", scopes: ["secrets:read"] },
  },
  "POST /api/v1/cli-logins/deny": { who: both("o a"), subject: "login", body: { code: "{code}" } },
  "POST /api/v1/cli-logins/read": { who: both("o a"), subject: "login", body: { code: "{code}" } },
  "GET /api/v1/configuration": { who: ALL },
  "POST /api/v1/configuration": { who: ADMINS, body: { file: "version: 1\napps: {{unique}: {}}\n" } },
  "GET /api/v1/environments/[id]": { who: SEES, subject: "environment" },
  "PATCH /api/v1/environments/[id]": { who: ADMINS, subject: "environment", body: { name: "{unique}" } },
  "DELETE /api/v1/environments/[id]": { who: ADMINS, subject: "new environment" },
  "GET /api/v1/environments/[id]/rotating-secrets": { who: SEES, subject: "environment" },
  "POST /api/v1/environments/[id]/rotating-secrets": {
    who: ROTATES,
    subject: "environment",
    // As far as it goes without asking the provider.
    query: "?dryRun=true",
    body: CREATE_ROTATING,
  },
  "GET /api/v1/environments/[id]/secret-page": { who: SEES, subject: "environment" },
  "GET /api/v1/environments/[id]/secret-rows": { who: SEES, subject: "environment" },
  "GET /api/v1/environments/[id]/secrets": { who: READS_VALUES, subject: "environment" },
  "POST /api/v1/environments/[id]/secrets": {
    who: WRITES,
    subject: "environment",
    body: { key: "{unique}", value: "x" },
  },
  "POST /api/v1/environments/[id]/secrets/import": {
    who: WRITES,
    subject: "environment",
    body: { text: "A_KEY=x", onConflict: "replace" },
  },
  "GET /api/v1/environments/[id]/secrets/[key]": { who: READS_VALUES, subject: "secret of a key" },
  "GET /api/v1/environments/[id]/secrets/stream": { who: READS_VALUES, subject: "environment" },
  "GET /api/v1/me": { who: ALL },
  "PATCH /api/v1/me": { who: PEOPLE, body: { name: "Ada" } },
  "GET /api/v1/members": { who: SEES_MEMBERS },
  "POST /api/v1/members": {
    who: ADMINS,
    body: { email: "{unique}@example.com", role: "viewer" },
  },
  "GET /api/v1/members/[id]": { who: SEES_MEMBERS, subject: "member" },
  "PATCH /api/v1/members/[id]": { who: ADMINS, subject: "member", body: { role: "viewer" } },
  "DELETE /api/v1/members/[id]": { who: ADMINS, subject: "member" },
  "POST /api/v1/members/[id]/invitation": { who: ADMINS, subject: "member" },
  "DELETE /api/v1/members/[id]/invitation": { who: ADMINS, subject: "member" },
  "GET /api/v1/overview": { who: ALL },
  "GET /api/v1/overview/environments": { who: ALL },
  "GET /api/v1/overview/needs": { who: ALL },
  "GET /api/v1/overview/rows": { who: ALL },
  "GET /api/v1/rotating-secrets": { who: ALL },
  "GET /api/v1/rotating-secrets/[id]": { who: SEES, subject: "rotating" },
  "PATCH /api/v1/rotating-secrets/[id]": {
    who: ROTATES,
    subject: "rotating",
    body: { description: "changed" },
  },
  "DELETE /api/v1/rotating-secrets/[id]": { who: ROTATES, subject: "rotating" },
  "GET /api/v1/rotating-secrets/[id]/credentials": { who: SEES, subject: "rotating" },
  "POST /api/v1/rotating-secrets/[id]/credentials/[credentialId]/extend": {
    who: ROTATES,
    subject: "rotating",
    body: { seconds: 60 },
  },
  "POST /api/v1/rotating-secrets/[id]/credentials/[credentialId]/forget": {
    who: ROTATES,
    subject: "rotating",
    body: { reason: "gone" },
  },
  "POST /api/v1/rotating-secrets/[id]/credentials/[credentialId]/revoke": {
    who: ROTATES,
    subject: "rotating",
  },
  "GET /api/v1/rotating-secrets/[id]/events": { who: SEES, subject: "rotating" },
  "POST /api/v1/rotating-secrets/[id]/pause": { who: ROTATES, subject: "rotating" },
  "GET /api/v1/rotating-secrets/[id]/readers": { who: SEES, subject: "rotating" },
  "POST /api/v1/rotating-secrets/[id]/resume": { who: ROTATES, subject: "rotating" },
  "POST /api/v1/rotating-secrets/[id]/rotate": { who: ROTATES, subject: "rotating" },
  "GET /api/v1/rotating-secrets/[id]/schedule": { who: SEES, subject: "rotating" },
  "GET /api/v1/rotations/[id]": { who: SEES, subject: "rotation" },
  "GET /api/v1/secrets": { who: ALL, query: "?search=key" },
  "GET /api/v1/secrets/[id]": { who: SEES, subject: "secret" },
  "PATCH /api/v1/secrets/[id]": { who: WRITES, subject: "secret", body: { comment: "changed" } },
  "DELETE /api/v1/secrets/[id]": { who: WRITES, subject: "secret" },
  "POST /api/v1/secrets/[id]/reveal": { who: READS_VALUES, subject: "secret" },
  "GET /api/v1/service-tokens": { who: ADMINS },
  "POST /api/v1/service-tokens": { who: ADMINS, body: { name: "{unique}", scopes: ["secrets:read"] } },
  "GET /api/v1/service-tokens/[id]": { who: ADMINS, subject: "token" },
  "PATCH /api/v1/service-tokens/[id]": { who: ADMINS, subject: "token", body: { name: "{unique}" } },
  "DELETE /api/v1/service-tokens/[id]": { who: ADMINS, subject: "token" },
  "POST /api/v1/service-tokens/[id]/keep": { who: OWNERS, subject: "token" },
  "GET /api/v1/sessions": { who: PEOPLE },
  "DELETE /api/v1/sessions": { who: PEOPLE },
  "DELETE /api/v1/sessions/[id]": { who: PEOPLE, subject: "session" },
  "GET /api/v1/system": { who: ADMINS },
  "GET /api/v1/third-party-credentials": { who: ALL },
  "POST /api/v1/third-party-credentials": {
    who: KEEPS_ADMIN_KEYS,
    body: { provider: "openai", name: "{unique}", adminApiKey: "sk-admin-nothing-that-counts" },
  },
  "GET /api/v1/third-party-credentials/[id]": { who: SEES, subject: "credential" },
  "PATCH /api/v1/third-party-credentials/[id]": {
    who: KEEPS_ADMIN_KEYS,
    subject: "credential",
    body: { name: "{unique}" },
  },
  "DELETE /api/v1/third-party-credentials/[id]": { who: KEEPS_ADMIN_KEYS, subject: "credential" },
  "GET /api/v1/third-party-credentials/[id]/openai/projects": { who: SEES, subject: "credential" },
  "POST /api/v1/third-party-credentials/[id]/test": { who: KEEPS_ADMIN_KEYS, subject: "credential" },
  "GET /api/v1/webhooks": { who: ADMINS },
  "POST /api/v1/webhooks": { who: ADMINS, body: { name: "{unique}", url: "https://hooks.example.com/x" } },
  "GET /api/v1/webhooks/[id]": { who: ADMINS, subject: "webhook" },
  "PATCH /api/v1/webhooks/[id]": { who: ADMINS, subject: "webhook", body: { name: "{unique}" } },
  "DELETE /api/v1/webhooks/[id]": { who: ADMINS, subject: "webhook" },
  "GET /api/v1/webhooks/[id]/deliveries": { who: ADMINS, subject: "webhook" },
  "POST /api/v1/webhooks/[id]/deliveries/[deliveryId]/redeliver": { who: ADMINS, subject: "webhook" },
  "POST /api/v1/webhooks/[id]/rotate-secret": { who: ADMINS, subject: "webhook" },
  "POST /api/v1/webhooks/[id]/test": { who: ADMINS, subject: "webhook" },
};

/** Routes that ask nobody who they are, and why. */
export const ANYONE: Record<string, string> = {
  "* /api/[[...path]]": "says that there is nothing",
  "* /api/v1/[[...path]]": "says that there is nothing",
  "* /api/auth/[...nextauth]": "signs in and out",
  "GET /api/v1/openapi.json": "the document of this API",
  "POST /api/v1/cli-logins": "waits for a member's approval",
  "GET /api/v1/cli-logins/[id]": "wants the login's ID, and tells whether it was approved",
  "POST /api/v1/invitations/accept": "wants the link's secret",
  "POST /api/v1/invitations/read": "wants the link's secret",
  "GET /api/v1/configuration/schema": "what a file may contain",
  "GET /api/v1/setup": "whether there is an owner",
  "POST /api/v1/setup": "wants the setup code",
  "POST /csp-reports": "tells of what a browser refused",
  "GET /healthz": "whether the process answers",
  "GET /readyz": "whether it can do its work",
  "GET /metrics": "counts",
};
