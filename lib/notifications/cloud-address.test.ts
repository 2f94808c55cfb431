import { expect, it } from "vitest";
import { isCloudAddress } from "./cloud-address";
import { post, PostError } from "./post";

it.each([
  "169.254.169.254",
  "168.63.129.16",
  "100.100.100.200",
  "fd00:ec2::254",
  "fd00:0ec2:0:0::254",
  "::ffff:169.254.169.254",
  "::ffff:a83f:8110",
  "fe80::a9fe:a9fe%eth0",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::a83f:8110",
  "2002:a9fe:a9fe::1",
  "::169.254.169.254",
])("%s is a cloud's own", (address) => {
  expect(isCloudAddress(address)).toBe(true);
});

it.each([
  "168.63.129.17",
  "10.0.0.1",
  "127.0.0.1",
  "fd00::1",
  "64:ff9b::a00:1",
  "2002:a00:1::",
  "not an address",
])("%s is not", (address) => {
  expect(isCloudAddress(address)).toBe(false);
});

it("is refused where private addresses are allowed, named or resolved, in any notation", async () => {
  const lookup = ((_name: string, _options: unknown, callback: (...answer: unknown[]) => void) =>
    callback(null, [{ address: "168.63.129.16", family: 4 }])) as never;
  for (const target of [
    "http://169.254.169.254/",
    "http://2852039166/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://wire.example/",
  ]) {
    const sent = post(new URL(target), {}, "{}", { allowPrivate: true, lookup, timeoutMs: 500 });
    await expect(sent, target).rejects.toThrow(PostError);
    await expect(sent, target).rejects.toThrow("cloud");
  }
});
