import type { RotatingSecret } from "@/lib/api/rotating-secrets";

const TIME = "2026-03-01T00:00:00.000Z";

/** A healthy rotating secret for tests. `fields` has what matters to the test. */
export function aRotatingSecret(fields: Partial<RotatingSecret> = {}): RotatingSecret {
  return {
    id: "0198c2f4-7b1e-4c3a-9d52-6f0e8a41b7d3",
    name: "OpenAI prod",
    description: "",
    labels: {},
    provider: "openai",
    environmentId: "0198c2f4-7b1e-4c3a-9d52-6f0e8a41b7d4",
    thirdPartyCredentialId: "0198c2f4-7b1e-4c3a-9d52-6f0e8a41b7d5",
    config: { projectId: "proj_1", projectName: "Chatbot", nameTemplate: "phase-rs-{id}" },
    rotationIntervalSeconds: 60,
    revocationDelaySeconds: 0,
    outputs: { api_key: "OPENAI_API_KEY" },
    state: "active",
    pauseReason: null,
    health: "healthy",
    lastFailure: null,
    nextRotationAt: TIME,
    rotating: false,
    owed: 0,
    version: 7,
    createdAt: TIME,
    updatedAt: TIME,
    ...fields,
  };
}
