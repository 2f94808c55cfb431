import { expect, it } from "vitest";
import { addressGroup, parseIp } from "./ip-address";
import { originOf } from "@/lib/access/origin";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:4711", "203.0.113.7"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["[2001:DB8::1]", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::ffff:cb00:7107", "203.0.113.7"],
  ["::FFFF:CB00:7107", "203.0.113.7"],
  ["0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7"],
  ["[0:0:0:0:0:ffff:cb00:7107]:443", "203.0.113.7"],
  ["::203.0.113.7", "::203.0.113.7"],
  ["::fffe:203.0.113.7", "::fffe:203.0.113.7"],
  ["1::ffff:203.0.113.7", "1::ffff:203.0.113.7"],
  ["unknown", null],
  ["203.0.113", null],
  ["", null],
])("reads %s", (text, address) => {
  expect(parseIp(text)).toBe(address);
  expect(originOf(new Headers({ "x-forwarded-for": text })).ip).toBe(address);
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:1:2:0:0:1.2.3.4", "2001:db8:1:2::/64"],
])("counts %s among %s", (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
