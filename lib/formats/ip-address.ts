/** Addresses as proxies and sockets write them, and what of one tells one caller from another. */
import { isIP } from "node:net";

/** The address alone, without a port, brackets or a zone; an IPv4 address in its own form. Null where it is none. */
export function parseIp(text: string): string | null {
  const bare = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(bare)?.[1];
  const withPort = /^([\d.]+):\d+$/.exec(bare)?.[1];
  const address = (bracketed ?? withPort ?? bare).replace(/%.*$/, "");
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  // A listener for both families writes an IPv4 address as an IPv6 one, which has several spellings.
  return ipv4MappedTo(address) ?? address.toLowerCase();
}

function ipv4MappedTo(ipv6: string): string | null {
  const [low = 0, high = 0, ...rest] = ipv6Groups(ipv6).toReversed();
  const isMapped = rest.every((group, index) => group === (index === 0 ? 0xffff : 0));
  return isMapped ? [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".") : null;
}

/** Whoever has one IPv6 address has 2^64 of them: they count as one. */
export function addressGroup(ip: string): string {
  if (isIP(ip) !== 6) return ip;
  const network = ipv6Groups(ip).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(":")}::/64`;
}

/** The eight numbers of an IPv6 address. */
export function ipv6Groups(ip: string): number[] {
  // The URL parser writes an address in one way, with its zeros left out at one place.
  const text = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const numbers = (part = "") =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [numbers(head), numbers(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after];
}

/** This machine, by name or address, as a URL or a header has it. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}
