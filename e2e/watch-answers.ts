import type { BrowserContext, Request } from "playwright/test";
import { keyIn } from "@/proof/chaos/plaintext";

/** Answers that show a key because someone asked for it. No others do. */
const REVEALS = /^POST \/api\/v1\/secrets\/[^/]+\/reveal$/;
const HEADERS = ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"];
const CSP = /Content Security Policy/;

/**
 * Watches all pages of `context`, whatever story they play. The returned function reports what was unwanted:
 * a key in a response that may show none, a response without the security headers, something that a page's
 * own policy forbade.
 */
export function watchAnswers(context: BrowserContext, origin: string): () => Promise<string[]> {
  const unwanted: string[] = [];
  const looks: Promise<void>[] = [];
  context.on("console", (message) => {
    if (CSP.test(message.text())) unwanted.push(message.text());
  });
  context.on("requestfinished", (request) => {
    if (new URL(request.url()).origin !== origin) return;
    looks.push(look(request).then((found) => void unwanted.push(...found), ofClosedPage));
  });
  return async () => {
    await Promise.all(looks);
    return unwanted;
  };
}

/** A page that has been left keeps its answers to itself. */
function ofClosedPage(error: unknown): void {
  if (!(error instanceof Error && error.message.includes("has been closed"))) throw error;
}

async function look(request: Request): Promise<string[]> {
  const response = await request.response();
  // A story may answer in the server's place.
  if (response === null || (await response.serverAddr()) === null) return [];
  const headers = response.headers();
  const asked = `${request.method()} ${new URL(request.url()).pathname}`;
  const found = HEADERS.filter((name) => !(name in headers)).map((name) => `${asked} has no ${name}`);
  if (REVEALS.test(asked)) return found;
  // Responses that the browser has discarded meanwhile can't be read any more.
  const key = keyIn(await response.body().catch(() => Buffer.alloc(0)));
  return key === undefined ? found : [...found, `${asked} shows ${key.slice(0, 20)}…`];
}
