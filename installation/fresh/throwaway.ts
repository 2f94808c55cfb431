import * as z from "zod";
import { appListSchema } from "@/lib/api/apps";
import { rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { createdServiceTokenSchema } from "@/lib/api/service-tokens";
import { thirdPartyCredentialSchema } from "@/lib/api/third-party-credentials";
import type { Simulator } from "@/simulator/server";
import { type Fresh, withFreshProduct } from "./fresh-installation";
import type { Front } from "./simulated";

/** An environment whose OPENAI_API_KEY rotates, and everything that a program needs to use it. */
export type Throwaway = {
  /** The URL of the console and API. */
  host: string;
  environmentId: string;
  environmentPath: string;
  rotatingSecretId: string;
  /** The token for the command line and other readers. Reads only this environment. */
  readerToken: string;
  /** A new folder that is removed with the installation. */
  folder: string;
  simulator: { url: string; controlUrl: string };
  /** One API call with an admin's token. */
  call: <Schema extends z.ZodType>(schema: Schema, path: string, body?: object) => Promise<z.output<Schema>>;
};

export type Schedule = { rotationIntervalSeconds: number; revocationDelaySeconds: number };

/**
 * Runs the whole product in a new folder, on free ports, with the simulator in OpenAI's place, for the
 * duration of `work`.
 */
export async function withThrowaway<Result>(
  schedule: Schedule,
  work: (throwaway: Throwaway) => Promise<Result>,
  frontOf?: (simulator: Simulator) => Promise<Front>,
): Promise<Result> {
  const settings = { PHASE_MIN_ROTATION_INTERVAL_SECONDS: "1" };
  const prepareAndWork = async ({ env, token, simulator, folder }: Fresh) => {
    const host = env.nextAuthUrl.origin;
    const call = caller(host, token ?? "");
    const prepared = await prepare(call, simulator.adminKey, schedule);
    return await work({ host, folder, simulator, call, ...prepared });
  };
  return await withFreshProduct(settings, prepareAndWork, frontOf);
}

function caller(host: string, token: string): Throwaway["call"] {
  return async (schema, path, body) => {
    const response = await fetch(`${host}/api/v1${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return schema.parse(text === "" ? null : JSON.parse(text));
  };
}

async function prepare(call: Throwaway["call"], adminApiKey: string, schedule: Schedule) {
  const { apps } = await call(appListSchema, "/apps");
  const app = apps[0];
  const environment = app?.environments.find(({ name }) => name === "Production");
  if (app === undefined || environment === undefined) throw new Error("The new installation has no app.");
  const { id: thirdPartyCredentialId } = await call(thirdPartyCredentialSchema, "/third-party-credentials", {
    provider: "openai",
    name: "OpenAI",
    adminApiKey,
  });
  const projects = z.object({ projects: z.array(z.object({ id: z.string(), name: z.string() })) });
  const listed = await call(projects, `/third-party-credentials/${thirdPartyCredentialId}/openai/projects`);
  const { id: rotatingSecretId } = await call(
    rotatingSecretSchema,
    `/environments/${environment.id}/rotating-secrets`,
    {
      name: "OpenAI prod",
      description: "",
      provider: "openai",
      thirdPartyCredentialId,
      config: { projectId: listed.projects[0]?.id ?? "" },
      outputs: { api_key: "OPENAI_API_KEY", key_id: "OPENAI_KEY_ID" },
      ...schedule,
    },
  );
  const { token: readerToken } = await call(createdServiceTokenSchema, "/service-tokens", {
    name: "reader",
    scopes: ["secrets:read"],
    environmentIds: [environment.id],
  });
  return {
    environmentId: environment.id,
    environmentPath: `${app.name}/${environment.name}`,
    rotatingSecretId,
    readerToken,
  };
}
