import type { RouteTable } from "@/lib/http/openapi";
import * as apps from "../apps/route";
import * as audit from "../audit/route";
import * as secretRows from "../environments/[environmentId]/secret-rows/route";
import * as importSecrets from "../environments/[environmentId]/secrets/import/route";
import * as secrets from "../environments/[environmentId]/secrets/route";
import * as secretStream from "../environments/[environmentId]/secrets/stream/route";
import * as me from "../me/route";
import * as member from "../members/[id]/route";
import * as members from "../members/route";
import * as reveal from "../secrets/[id]/reveal/route";
import * as secret from "../secrets/[id]/route";
import * as serviceToken from "../service-tokens/[id]/route";
import * as serviceTokens from "../service-tokens/route";
import * as session from "../sessions/[id]/route";
import * as sessions from "../sessions/route";
import * as setup from "../setup/route";

/** Every route of the API. A test compares it with the folders. */
export const ROUTES: RouteTable = {
  "/apps": apps,
  "/audit": audit,
  "/environments/{environmentId}/secret-rows": secretRows,
  "/environments/{environmentId}/secrets": secrets,
  "/environments/{environmentId}/secrets/import": importSecrets,
  "/environments/{environmentId}/secrets/stream": secretStream,
  "/me": me,
  "/members": members,
  "/members/{id}": member,
  "/secrets/{id}": secret,
  "/secrets/{id}/reveal": reveal,
  "/service-tokens": serviceTokens,
  "/service-tokens/{id}": serviceToken,
  "/sessions": sessions,
  "/sessions/{id}": session,
  "/setup": setup,
};
