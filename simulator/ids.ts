import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function token(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

export const newId = {
  organization: () => `org-${token(24)}`,
  project: () => `proj_${token(24)}`,
  serviceAccount: () => `svc_acct_${token(24)}`,
  key: () => `key_${token(16)}`,
  request: () => `req_${randomBytes(16).toString("hex")}`,
  fault: () => `fault_${token(10)}`,
};

export const newValue = {
  adminKey: () => `sk-admin-${token(64)}`,
  serviceAccountKey: () => `sk-svcacct-${token(96)}`,
};

/** The form in which lists show a key: its head and its tail. */
export function redact(value: string): string {
  return `${value.slice(0, 8)}...${value.slice(-3)}`;
}

/** The part of a refused key that the error repeats. */
export function mask(value: string): string {
  return value.length > 16 ? `${value.slice(0, 8)}***${value.slice(-4)}` : `${value.slice(0, 2)}***`;
}
