/**
 * IP addresses at which clouds give machines their credentials or serve their agents. No webhook receiver has
 * one, so PHASE_WEBHOOK_ALLOW_PRIVATE doesn't allow them. Some of them look public.
 */
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { ipv6Groups } from "@/lib/formats/ip-address";

const CLOUD = new BlockList();
for (const address of [
  "169.254.169.254", // AWS, Azure, Google, Oracle, DigitalOcean, Hetzner: docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  "169.254.170.2", // AWS, task credentials: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  "169.254.170.23", // AWS, pod identities: docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
  "169.254.0.23", // Tencent: cloud.tencent.com/document/product/213/4934
  "169.254.42.42", // Scaleway: scaleway.com/en/docs/instances/how-to/use-cloud-init
  "168.63.129.16", // Azure, wire server: learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  "192.0.0.192", // Oracle, classic: docs.oracle.com/en/cloud/iaas/compute-iaas-cloud/stcsg/retrieving-instance-metadata.html
  "100.100.100.200", // Alibaba: alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
])
  CLOUD.addAddress(address, "ipv4");
for (const address of [
  "fd00:ec2::254", // AWS, as above
  "fd00:ec2::23", // AWS, pod identities
  "fd20:ce::254", // Google: cloud.google.com/compute/docs/metadata/querying-metadata
  "fd00:42::42", // Scaleway, as above
  "fe80::a9fe:a9fe", // OpenStack: docs.openstack.org/nova/latest/user/metadata.html
])
  CLOUD.addAddress(address, "ipv6");

/** The names of these addresses, which resolve nowhere but in that cloud, where a proxy may run. */
const CLOUD_NAMES = [
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "instance-data",
  "instance-data.ec2.internal",
];

export function isCloudName(hostname: string): boolean {
  return CLOUD_NAMES.includes(hostname.toLowerCase().replace(/\.$/, ""));
}

export function isCloudAddress(address: string): boolean {
  if (isIPv4(address)) return CLOUD.check(address, "ipv4");
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return false;
  if (CLOUD.check(bare, "ipv6")) return true;
  const within = ipv4Within(bare);
  return within !== null && CLOUD.check(within, "ipv4");
}

/** NAT64 (RFC 6052), its local prefix (RFC 8215) and IPv4-compatible addresses end in an IPv4 address; 6to4 begins with one. */
const TRANSLATED = new BlockList();
TRANSLATED.addSubnet("64:ff9b::", 96, "ipv6");
TRANSLATED.addSubnet("64:ff9b:1::", 48, "ipv6");
TRANSLATED.addSubnet("::", 96, "ipv6");

/** The IPv4 address into which a network may translate an IPv6 address. Null if there is none. */
function ipv4Within(address: string): string | null {
  const groups = ipv6Groups(address);
  if (groups[0] === 0x2002) return ipv4Of(groups[1], groups[2]);
  return TRANSLATED.check(address, "ipv6") ? ipv4Of(groups[6], groups[7]) : null;
}

function ipv4Of(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}
