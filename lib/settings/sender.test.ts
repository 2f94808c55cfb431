import { expect, it } from "vitest";
import { readSender, senderText } from "./sender";

it.each([
  ["phase@example.com", { name: "", address: "phase@example.com" }],
  [" <phase@example.com> ", { name: "", address: "phase@example.com" }],
  ["Phase <phase@example.com>", { name: "Phase", address: "phase@example.com" }],
  ['"Doe, Jane" <jane@example.com>', { name: "Doe, Jane", address: "jane@example.com" }],
  ["Doe, Jane <jane@example.com>", { name: "Doe, Jane", address: "jane@example.com" }],
  ['"Jane \\"JD\\" Doe" <jane@example.com>', { name: 'Jane "JD" Doe', address: "jane@example.com" }],
  ['"a@b <c>"<jane@example.com>', { name: "a@b <c>", address: "jane@example.com" }],
  [
    "Zoë (Ops); Team: Söder <ops@example.com>",
    { name: "Zoë (Ops); Team: Söder", address: "ops@example.com" },
  ],
])("%s is one sender", (text, sender) => {
  expect(readSender(text)).toEqual(sender);
});

it.each([
  "",
  "Phase",
  "a@b@c",
  "a@b.example, c@d.example",
  "a@b.example, Jane <c@d.example>",
  "Phase <phase@example.com",
  "Phase <phase@example.com> x",
  '"Phase <phase@example.com>',
  "Phase <phase@exam ple.com>",
  "Phase\r\nBcc: x@example.com <phase@example.com>",
])("%j is none", (text) => {
  expect(readSender(text)).toBeNull();
});

it("is shown as people write it", () => {
  expect(senderText({ name: "Doe, Jane", address: "j@example.com" })).toBe("Doe, Jane <j@example.com>");
  expect(senderText({ name: "", address: "j@example.com" })).toBe("j@example.com");
});
