import { parse } from "yaml";
import * as z from "zod";
import { currentKey, expect, type Kitchen, Service } from "./kitchen";

const SAY_KEY = `
process.on("SIGTERM", () => process.exit(7));
process.stdout.write(process.env.OPENAI_API_KEY + ";" + String(process.env.PHASE_SERVICE_TOKEN) + ";");
setInterval(() => {}, 1000);`;

const composeSchema = z.object({
  services: z.object({
    assistant: z.object({
      init: z.literal(true),
      secrets: z.array(z.string()),
      environment: z.record(z.string(), z.string()),
    }),
  }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

export async function tryDocker(kitchen: Kitchen): Promise<string> {
  const { services, secrets } = composeSchema.parse(parse(kitchen.files.get("compose.yaml") ?? ""));
  const { assistant } = services;
  expect(
    assistant.secrets.every((name) => name in secrets),
    "compose.yaml names a secret that it does not define",
  );
  expect("PHASE_ENVIRONMENT" in assistant.environment, "compose.yaml does not say which environment");
  // The entrypoint as the container starts it: no token in the environment, followed by the image's command.
  const env = { PHASE_SERVICE_TOKEN: undefined, PHASE_TOKEN_FILE: kitchen.tokenFile };
  const container = new Service(kitchen, ["sh", "entrypoint.sh", "node", "-e", SAY_KEY], env);
  let code: number | null = null;
  try {
    await container.prints(`${await currentKey(kitchen)};undefined;`);
  } finally {
    code = await container.end();
  }
  expect(code === 7, `docker stop would end it with ${String(code)}`);
  return "building the image, which needs an engine and a registry";
}
