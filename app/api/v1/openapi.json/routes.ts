import type { RouteTable } from "@/lib/http/openapi";
import * as apps from "../apps/route";
import * as app from "../apps/[id]/route";
import * as appEnvironments from "../apps/[id]/environments/route";
import * as audit from "../audit/route";
import * as exportAudit from "../audit/export/route";
import * as cliLogins from "../cli-logins/route";
import * as cliLogin from "../cli-logins/[id]/route";
import * as approveCliLogin from "../cli-logins/approve/route";
import * as denyCliLogin from "../cli-logins/deny/route";
import * as readCliLogin from "../cli-logins/read/route";
import * as configuration from "../configuration/route";
import * as configurationSchema from "../configuration/schema/route";
import * as environment from "../environments/[id]/route";
import * as rotatingSecretsOfEnvironment from "../environments/[id]/rotating-secrets/route";
import * as secretPage from "../environments/[id]/secret-page/route";
import * as secretRows from "../environments/[id]/secret-rows/route";
import * as secrets from "../environments/[id]/secrets/route";
import * as secretOfKey from "../environments/[id]/secrets/[key]/route";
import * as importSecrets from "../environments/[id]/secrets/import/route";
import * as secretStream from "../environments/[id]/secrets/stream/route";
import * as acceptInvitation from "../invitations/accept/route";
import * as readInvitation from "../invitations/read/route";
import * as me from "../me/route";
import * as members from "../members/route";
import * as member from "../members/[id]/route";
import * as invitation from "../members/[id]/invitation/route";
import * as overview from "../overview/route";
import * as environmentCounts from "../overview/environments/route";
import * as needs from "../overview/needs/route";
import * as overviewRows from "../overview/rows/route";
import * as rotatingSecrets from "../rotating-secrets/route";
import * as rotatingSecret from "../rotating-secrets/[id]/route";
import * as mintedCredentials from "../rotating-secrets/[id]/credentials/route";
import * as extend from "../rotating-secrets/[id]/credentials/[credentialId]/extend/route";
import * as forget from "../rotating-secrets/[id]/credentials/[credentialId]/forget/route";
import * as revoke from "../rotating-secrets/[id]/credentials/[credentialId]/revoke/route";
import * as events from "../rotating-secrets/[id]/events/route";
import * as pause from "../rotating-secrets/[id]/pause/route";
import * as readers from "../rotating-secrets/[id]/readers/route";
import * as resume from "../rotating-secrets/[id]/resume/route";
import * as rotate from "../rotating-secrets/[id]/rotate/route";
import * as schedule from "../rotating-secrets/[id]/schedule/route";
import * as rotation from "../rotations/[id]/route";
import * as allSecrets from "../secrets/route";
import * as secret from "../secrets/[id]/route";
import * as reveal from "../secrets/[id]/reveal/route";
import * as serviceTokens from "../service-tokens/route";
import * as serviceToken from "../service-tokens/[id]/route";
import * as keepServiceToken from "../service-tokens/[id]/keep/route";
import * as sessions from "../sessions/route";
import * as session from "../sessions/[id]/route";
import * as setup from "../setup/route";
import * as system from "../system/route";
import * as thirdPartyCredentials from "../third-party-credentials/route";
import * as thirdPartyCredential from "../third-party-credentials/[id]/route";
import * as openaiProjects from "../third-party-credentials/[id]/openai/projects/route";
import * as testThirdPartyCredential from "../third-party-credentials/[id]/test/route";
import * as webhooks from "../webhooks/route";
import * as webhook from "../webhooks/[id]/route";
import * as deliveries from "../webhooks/[id]/deliveries/route";
import * as redeliver from "../webhooks/[id]/deliveries/[deliveryId]/redeliver/route";
import * as rotateWebhookSecret from "../webhooks/[id]/rotate-secret/route";
import * as testWebhook from "../webhooks/[id]/test/route";

/** Every route of the API. A test compares it with the folders. */
export const ROUTES: RouteTable = {
  "/apps": apps,
  "/apps/{id}": app,
  "/apps/{id}/environments": appEnvironments,
  "/audit": audit,
  "/audit/export": exportAudit,
  "/cli-logins": cliLogins,
  "/cli-logins/approve": approveCliLogin,
  "/cli-logins/deny": denyCliLogin,
  "/cli-logins/read": readCliLogin,
  "/cli-logins/{id}": cliLogin,
  "/configuration": configuration,
  "/configuration/schema": configurationSchema,
  "/environments/{id}": environment,
  "/environments/{id}/rotating-secrets": rotatingSecretsOfEnvironment,
  "/environments/{id}/secret-page": secretPage,
  "/environments/{id}/secret-rows": secretRows,
  "/environments/{id}/secrets": secrets,
  "/environments/{id}/secrets/import": importSecrets,
  "/environments/{id}/secrets/stream": secretStream,
  "/environments/{id}/secrets/{key}": secretOfKey,
  "/invitations/accept": acceptInvitation,
  "/invitations/read": readInvitation,
  "/me": me,
  "/members": members,
  "/members/{id}": member,
  "/members/{id}/invitation": invitation,
  "/overview": overview,
  "/overview/environments": environmentCounts,
  "/overview/needs": needs,
  "/overview/rows": overviewRows,
  "/rotating-secrets": rotatingSecrets,
  "/rotating-secrets/{id}": rotatingSecret,
  "/rotating-secrets/{id}/credentials": mintedCredentials,
  "/rotating-secrets/{id}/credentials/{credentialId}/extend": extend,
  "/rotating-secrets/{id}/credentials/{credentialId}/forget": forget,
  "/rotating-secrets/{id}/credentials/{credentialId}/revoke": revoke,
  "/rotating-secrets/{id}/events": events,
  "/rotating-secrets/{id}/pause": pause,
  "/rotating-secrets/{id}/readers": readers,
  "/rotating-secrets/{id}/resume": resume,
  "/rotating-secrets/{id}/rotate": rotate,
  "/rotating-secrets/{id}/schedule": schedule,
  "/rotations/{id}": rotation,
  "/secrets": allSecrets,
  "/secrets/{id}": secret,
  "/secrets/{id}/reveal": reveal,
  "/service-tokens": serviceTokens,
  "/service-tokens/{id}": serviceToken,
  "/service-tokens/{id}/keep": keepServiceToken,
  "/sessions": sessions,
  "/sessions/{id}": session,
  "/setup": setup,
  "/system": system,
  "/third-party-credentials": thirdPartyCredentials,
  "/third-party-credentials/{id}": thirdPartyCredential,
  "/third-party-credentials/{id}/openai/projects": openaiProjects,
  "/third-party-credentials/{id}/test": testThirdPartyCredential,
  "/webhooks": webhooks,
  "/webhooks/{id}": webhook,
  "/webhooks/{id}/deliveries": deliveries,
  "/webhooks/{id}/deliveries/{deliveryId}/redeliver": redeliver,
  "/webhooks/{id}/rotate-secret": rotateWebhookSecret,
  "/webhooks/{id}/test": testWebhook,
};
