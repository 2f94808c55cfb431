/** A webhook's other end: keeps what it gets, and answers as it is told. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import * as z from "zod";
import { type NotificationPayload, notificationPayloadSchema } from "@/lib/api/webhooks";

export type Received = { headers: Record<string, string>; body: string };

const stringHeaders = z.record(z.string(), z.string());

export async function startReceiver() {
  const received: Received[] = [];
  const answers = { status: 204, after: Promise.resolve() };
  let arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: stringHeaders.parse(request.headers), body });
      arrived.resolve();
      void answers.after.then(() => response.writeHead(answers.status).end());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** What it answers from now on, and when. */
    answers,
    /** Until the next message is here. */
    async nextMessage(): Promise<void> {
      arrived = Promise.withResolvers();
      await arrived.promise;
    },
    types: () => received.map(({ body }) => notificationPayloadSchema.parse(JSON.parse(body)).type),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The message, as a receiver that holds `secret` reads it. Throws where the signature is not by it. */
export function verified(secret: string, { headers, body }: Received): NotificationPayload {
  return notificationPayloadSchema.parse(new Webhook(secret).verify(body, headers));
}
