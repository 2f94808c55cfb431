/** Parts of an environment's page that come when they are needed. */
import { lazy } from "react";

export const EnvironmentDialogs = lazy(async () => ({
  default: (await import("./environment-dialogs")).EnvironmentDialogs,
}));
// Seldom anything to draw.
export const Creations = lazy(async () => ({
  default: (await import("@/components/rotation/creations")).Creations,
}));
