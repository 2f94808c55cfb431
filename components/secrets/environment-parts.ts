/** Parts of an environment's page that are loaded on demand. */
import { lazy } from "react";

export const EnvironmentDialogs = lazy(async () => ({
  default: (await import("./environment-dialogs")).EnvironmentDialogs,
}));
// Usually renders nothing.
export const Creations = lazy(async () => ({
  default: (await import("@/components/rotation/creations")).Creations,
}));
