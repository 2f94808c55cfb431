import type { App } from "@/lib/api/apps";

/** The path of an environment's page. With a rotating secret, its Manage dialog is open. */
export function environmentPath(
  apps: readonly App[],
  environmentId: string,
  rotatingSecretId?: string,
): string {
  const app = apps.find(({ environments }) => environments.some(({ id }) => id === environmentId));
  if (app === undefined) return "/apps";
  const path = `/apps/${app.id}/environments/${environmentId}`;
  return rotatingSecretId === undefined ? path : `${path}?manage=${rotatingSecretId}`;
}
