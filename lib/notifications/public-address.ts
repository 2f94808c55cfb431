/** The IP addresses that a webhook may use. A name is judged by its addresses at the time of connecting. */
import { BlockList, isIPv4, isIPv6 } from "node:net";

/** IANA's special-purpose registries: addresses that aren't globally reachable, or lead elsewhere. */
const NOT_PUBLIC = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8], // this host
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // shared address space, and a cloud's metadata service
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local: metadata services
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarking
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["2001::", 23], // protocol assignments, Teredo among them
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4: holds an IPv4 address
  ["3fff::", 20], // documentation
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, "ipv6");

/**
 * Only this part of IPv6 has been allocated. Loopback, local, mapped and translated addresses are all outside
 * of it.
 */
const GLOBAL_UNICAST = new BlockList();
GLOBAL_UNICAST.addSubnet("2000::", 3, "ipv6");

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !NOT_PUBLIC.check(address, "ipv4");
  const [bare = ""] = address.split("%");
  return isIPv6(bare) && GLOBAL_UNICAST.check(bare, "ipv6") && !NOT_PUBLIC.check(bare, "ipv6");
}
