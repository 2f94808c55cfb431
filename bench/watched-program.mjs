// The program that bench/watch.ts has `phase run --watch` run: each request makes one call to OpenAI with the current key.
// With SECRETS_FILE it reads the key from there, again at each SIGHUP; else from its environment.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const { BENCH_PORT, OPENAI_BASE_URL, SECRETS_FILE } = process.env;
let secrets = readSecrets();

function readSecrets() {
  if (SECRETS_FILE === undefined) return process.env;
  const lines = readFileSync(SECRETS_FILE, "utf8").trimEnd().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
}

const server = createServer(async (_request, response) => {
  const { OPENAI_API_KEY, OPENAI_KEY_ID } = secrets;
  const headers = { authorization: `Bearer ${OPENAI_API_KEY}` };
  const status = await fetch(`${OPENAI_BASE_URL}/models`, { headers }).then(
    (answer) => answer.status,
    () => 0,
  );
  response.writeHead(200, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ status, keyId: OPENAI_KEY_ID }));
});
server.listen(Number(BENCH_PORT), "127.0.0.1");

process.on("SIGHUP", () => (secrets = readSecrets()));
// What has begun is answered before the process ends.
process.on("SIGTERM", () => server.close(() => process.exit(0)));
