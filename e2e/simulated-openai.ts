import type { APIRequestContext } from "playwright/test";
import * as z from "zod";

const organizationSchema = z.object({ id: z.string(), adminKey: z.string() });
const projectSchema = z.object({ id: z.string(), name: z.string() });
const adminKeySchema = z.object({ id: z.string(), value: z.string() });
const keyCheckSchema = z.object({ live: z.boolean() });
const stateSchema = z.object({
  serviceAccounts: z.array(z.object({ id: z.string(), name: z.string(), organizationId: z.string() })),
});

/** One organisation at the simulator, for one test only. */
export class SimulatedOpenai {
  private constructor(
    private readonly http: APIRequestContext,
    private readonly controlUrl: string,
    readonly organizationId: string,
    readonly adminKey: string,
  ) {}

  static async open(http: APIRequestContext, controlUrl: string, name: string): Promise<SimulatedOpenai> {
    const response = await http.post(`${controlUrl}/organizations`, { data: { name } });
    const { id, adminKey } = organizationSchema.parse(await response.json());
    return new SimulatedOpenai(http, controlUrl, id, adminKey);
  }

  async addProject(name: string, residency = "GLOBAL"): Promise<{ id: string; name: string }> {
    const { organizationId } = this;
    return projectSchema.parse(await this.post("projects", { name, residency, organizationId }));
  }

  async archiveProject(id: string): Promise<void> {
    await this.post(`projects/${id}/archive`);
  }

  async addAdminKey(scopes: "write" | "read" | "none" = "write"): Promise<string> {
    const { organizationId } = this;
    return adminKeySchema.parse(await this.post("admin-keys", { scopes, organizationId })).value;
  }

  async revokeAdminKey(value: string): Promise<void> {
    await this.post(`admin-keys/${encodeURIComponent(value)}/revoke`);
  }

  /** From now on every call with the organisation's first admin key and this method gets this status. */
  async failAll(status: number, method: string): Promise<void> {
    await this.post("faults", {
      kind: "status",
      status,
      match: { times: null, method, adminKey: this.adminKey },
    });
  }

  /** The organisation's policy from now on: keys must expire within this many seconds. */
  async requireKeyLifetime(maxKeyLifetimeSeconds: number): Promise<void> {
    const { organizationId } = this;
    await this.post("settings", { organizationId, settings: { maxKeyLifetimeSeconds } });
  }

  async isAlive(key: string): Promise<boolean> {
    return keyCheckSchema.parse(await this.post("keys/check", { value: key })).live;
  }

  async accountNames(): Promise<string[]> {
    const response = await this.http.get(`${this.controlUrl}/state`);
    const { serviceAccounts } = stateSchema.parse(await response.json());
    return serviceAccounts.filter((one) => one.organizationId === this.organizationId).map((one) => one.name);
  }

  private async post(path: string, data: object = {}): Promise<unknown> {
    const response = await this.http.post(`${this.controlUrl}/${path}`, { data });
    if (!response.ok()) throw new Error(`The simulator refused ${path}: ${await response.text()}`);
    return response.json();
  }
}
