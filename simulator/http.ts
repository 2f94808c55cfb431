import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, Refusal } from "./answer.ts";

const BODY_LIMIT = 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Refusal(413, "The request's body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function isJson(request: IncomingMessage): boolean {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  return type.trim().toLowerCase() === "application/json";
}

/** The URL in its two parts. Unlike URL, it keeps dots and escapes as received. */
export function splitUrl(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = "", ...query] = (request.url ?? "").split("?");
  return { path, query: new URLSearchParams(query.join("?")) };
}

/** How a response's body is sent. */
export type Delivery = "whole" | "half" | "cut" | { bytes: number };

export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  {
    headers = {},
    delivery = "whole",
  }: { headers?: Record<string, string>; delivery?: Delivery | undefined } = {},
): void {
  const isHtml = "html" in answer.body;
  const text = "html" in answer.body ? answer.body.html : JSON.stringify(answer.body.json);
  const whole = Buffer.from(typeof delivery === "object" ? text.padEnd(delivery.bytes) : text);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const sent = delivery === "half" || delivery === "cut" ? half : whole;
  response.writeHead(answer.status, {
    "content-type": isHtml ? "text/html" : "application/json",
    "content-length": delivery === "cut" ? whole.length : sent.length,
    "cache-control": "no-store",
    ...headers,
    ...answer.headers,
  });
  if (delivery === "cut") response.write(sent, () => response.destroy());
  else response.end(sent);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, "content-length": 0 }).end();
}
