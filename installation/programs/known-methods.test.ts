import { spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { ROOT } from "../root";

it("lets no request reach the web under a method that its Request can't carry", async () => {
  const server = `
    require("node:http").createServer((request, response) => {
      const { method } = new Request("http://localhost", { method: request.method });
      response.end(method);
    }).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
  const preload = pathToFileURL(join(ROOT, "installation/programs/known-methods.mjs")).href;
  const child = spawn(process.execPath, ["--import", preload, "-e", server], {
    env: { NODE_ENV: "test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const sent = request({ host: "127.0.0.1", port, method: "TRACE" }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    expect(await answer.setEncoding("utf8").toArray()).toEqual(["PROPFIND"]);
  } finally {
    child.kill();
  }
});
