import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "playwright/test";
import * as z from "zod";
import { appSchema } from "@/lib/api/apps";
import { addedMemberSchema } from "@/lib/api/members";
import {
  type CreateRotatingSecret,
  mintedCredentialListSchema,
  rotatingSecretSchema,
} from "@/lib/api/rotating-secrets";
import { secretListSchema, secretRowSchema } from "@/lib/api/secrets";
import { thirdPartyCredentialSchema } from "@/lib/api/third-party-credentials";

export type Place = { appId: string; appName: string; environmentId: string; url: string };

/** What specs prepare and read through the public API, with a service token. */
export class ConsoleApi {
  constructor(private readonly http: APIRequestContext) {}

  async addApp(name: string) {
    return this.post(appSchema, "/apps", { name });
  }

  /** A new app; the place is its Development environment. */
  async addPlace(): Promise<Place> {
    const name = `App ${randomUUID().slice(0, 8)}`;
    const app = await this.addApp(name);
    const [environment] = app.environments;
    if (environment === undefined) throw new Error("The new app has no environment.");
    const url = `/apps/${app.id}/environments/${environment.id}`;
    return { appId: app.id, appName: app.name, environmentId: environment.id, url };
  }

  async addCredential(
    adminApiKey: string,
    name = `OpenAI ${randomUUID().slice(0, 8)}`,
  ): Promise<{ id: string; name: string }> {
    return this.post(thirdPartyCredentialSchema, "/third-party-credentials", {
      provider: "openai",
      name,
      adminApiKey,
    });
  }

  /** A separate member, with their login. */
  async addMember(role: "admin" | "developer" | "viewer"): Promise<{ email: string; password: string }> {
    const login = { email: `${role}-${randomUUID().slice(0, 8)}@example.com`, password: randomUUID() };
    const { invitation } = await this.post(addedMemberSchema, "/members", { email: login.email, role });
    const token = new URL(invitation.link ?? "").hash.slice(1);
    await this.post(z.unknown(), "/invitations/accept", { token, password: login.password });
    return login;
  }

  async addSecret(environmentId: string, key: string, value: string): Promise<{ id: string }> {
    return this.post(secretRowSchema, `/environments/${environmentId}/secrets`, { key, value });
  }

  async deleteSecret(id: string): Promise<void> {
    await this.send("DELETE", z.unknown(), `/secrets/${id}`);
  }

  async addRotatingSecret(
    environmentId: string,
    body: Pick<CreateRotatingSecret, "thirdPartyCredentialId"> & {
      projectId: string;
    } & Partial<CreateRotatingSecret>,
  ) {
    const { projectId, ...rest } = body;
    return this.post(rotatingSecretSchema, `/environments/${environmentId}/rotating-secrets`, {
      name: "OpenAI prod",
      description: "",
      provider: "openai",
      config: { projectId },
      rotationIntervalSeconds: 3_600,
      revocationDelaySeconds: 600,
      outputs: { api_key: "OPENAI_API_KEY" },
      ...rest,
    });
  }

  async rotatingSecret(id: string) {
    return this.get(rotatingSecretSchema, `/rotating-secrets/${id}`);
  }

  async rename(rotatingSecretId: string, name: string): Promise<void> {
    await this.send("PATCH", z.unknown(), `/rotating-secrets/${rotatingSecretId}`, { name });
  }

  async importSecrets(environmentId: string, text: string): Promise<void> {
    await this.post(z.unknown(), `/environments/${environmentId}/secrets/import`, { text });
  }

  async deleteRotatingSecret(id: string): Promise<void> {
    await this.send("DELETE", z.unknown(), `/rotating-secrets/${id}`);
  }

  async rotate(rotatingSecretId: string): Promise<void> {
    await this.post(z.unknown(), `/rotating-secrets/${rotatingSecretId}/rotate`, { mode: "graceful" });
  }

  async revoke(rotatingSecretId: string, credentialId: string): Promise<void> {
    const path = `/rotating-secrets/${rotatingSecretId}/credentials/${credentialId}/revoke`;
    await this.send("POST", z.unknown(), path, {});
  }

  async valueOf(environmentId: string, key: string): Promise<string | undefined> {
    const { secrets } = await this.get(secretListSchema, `/environments/${environmentId}/secrets`);
    return secrets.find((secret) => secret.key === key)?.value;
  }

  async credentialsOf(rotatingSecretId: string) {
    const path = `/rotating-secrets/${rotatingSecretId}/credentials`;
    return (await this.get(mintedCredentialListSchema, path)).credentials;
  }

  private async get<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.output<Schema>> {
    const response = await this.http.get(`/api/v1${path}`);
    if (!response.ok()) throw new Error(`GET ${path}: ${response.status()} ${await response.text()}`);
    return schema.parse(await response.json());
  }

  private async post<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    data: object,
  ): Promise<z.output<Schema>> {
    return this.send("POST", schema, path, data);
  }

  private async send<Schema extends z.ZodType>(
    method: "POST" | "PATCH" | "DELETE",
    schema: Schema,
    path: string,
    data?: object,
  ): Promise<z.output<Schema>> {
    const response = await this.http.fetch(`/api/v1${path}`, { method, data });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    const text = await response.text();
    return schema.parse(text === "" ? null : JSON.parse(text));
  }
}
