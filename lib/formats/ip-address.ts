/** IP addresses as proxies and sockets write them, and the part that distinguishes callers. */
import { isIP } from "node:net";

/** The bare address without port, brackets or zone. An IPv4 address gets its own form. Null if it isn't an address. */
export function parseIp(text: string): string | null {
  const bare = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(bare)?.[1];
  const withPort = /^([\d.]+):\d+$/.exec(bare)?.[1];
  const address = (bracketed ?? withPort ?? bare).replace(/%.*$/, "");
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  // A dual-stack listener writes an IPv4 address as an IPv6 one, which has several spellings.
  return ipv4MappedTo(address) ?? address.toLowerCase();
}

function ipv4MappedTo(ipv6: string): string | null {
  const [low = 0, high = 0, ...rest] = ipv6Groups(ipv6).toReversed();
  const isMapped = rest.every((group, index) => group === (index === 0 ? 0xffff : 0));
  return isMapped ? [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".") : null;
}

/** A holder of one IPv6 address has 2^64 of them, so they count as one. */
export function addressGroup(ip: string): string {
  if (isIP(ip) !== 6) return ip;
  const network = ipv6Groups(ip).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(":")}::/64`;
}

/** The eight groups of an IPv6 address. */
export function ipv6Groups(ip: string): number[] {
  // The URL parser writes an address in one way, with its zeros compressed in one place.
  const text = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const numbers = (part = "") =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [numbers(head), numbers(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after];
}

/** This machine, by name or IP address, as in a URL or header. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}
