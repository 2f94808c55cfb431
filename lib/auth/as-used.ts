/** Passes to next-auth only what the console sends, and nothing else that it would act on. */
import { NextRequest } from "next/server";
import * as z from "zod";
import { readText } from "@/lib/requests/read-input";

/** next-auth accepts more, such as a redirect target, and fails on an invalid URL. */
const FIELDS = ["csrfToken", "email", "password", "json"];
const formSchema = z.record(z.string(), z.unknown()).catch({});

/** Keeps the path of the URL and these fields of the body. */
export async function asUsed(request: Request, maxBytes: number): Promise<NextRequest> {
  const { method } = request;
  const { origin, pathname } = new URL(request.url);
  const url = `${origin}${pathname}`;
  const headers = new Headers(request.headers);
  if (method !== "POST") return new NextRequest(url, { method, headers });
  const text = await readText(request, maxBytes);
  const isJson = headers.get("content-type")?.includes("application/json") === true;
  const form: unknown = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  const given = formSchema.parse(form);
  headers.set("content-type", "application/json");
  headers.delete("content-length");
  const body = JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, given[field]])));
  return new NextRequest(url, { method, headers, body });
}
