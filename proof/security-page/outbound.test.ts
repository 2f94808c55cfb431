/** Which files of the server open connections, and where to. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "@/installation/root";

const OPENS =
  /\bfetch\(|import (?!type)[^;]*from "(?:node:(?:https?|http2|net|tls|dgram)|undici|nodemailer|openai|pg|pg-boss)"/;

const OPENING: Record<string, string> = {
  "lib/providers/openai/client.ts": "OpenAI",
  "lib/providers/openai/describe-failure.ts": "OpenAI: tells errors apart",
  "lib/providers/openai/refusals.ts": "OpenAI: tells errors apart",
  "lib/notifications/post.ts": "webhooks",
  "lib/notifications/through-proxy.ts": "webhooks, through a proxy",
  "lib/notifications/mailer.ts": "the email server",
};
const DATABASE = /^lib\/(?:database|queue|live|db\.ts)/;
/** No connection: parsing of addresses, or only listening. */
const OPENS_NONE = [
  "worker/serve-metrics.ts",
  "lib/notifications/public-address.ts",
  "lib/notifications/cloud-address.ts",
  "lib/formats/ip-address.ts",
  "lib/settings/proxies.ts",
];

it("the server opens connections only to OpenAI, webhooks, the email server and the database", () => {
  const files = ["lib", "worker", "app"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const opening = files.filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !/\.test\.|\/testing\/|^lib\/(?:client|generated)\//.test(file) &&
      OPENS.test(readFileSync(join(ROOT, file), "utf8")),
  );
  const others = opening.filter((file) => !DATABASE.test(file) && !OPENS_NONE.includes(file));
  expect(others.toSorted()).toEqual(Object.keys(OPENING).toSorted());
});
