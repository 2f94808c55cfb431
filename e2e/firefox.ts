import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

/** https://w3c.github.io/webdriver/#elements: how an element is named on the wire. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const elementSchema = z.object({ value: z.object({ [ELEMENT]: z.string() }) });
const valueSchema = z.object({ value: z.unknown() });
const answerSchema = z.tuple([
  z.literal(1),
  z.number(),
  z.object({ error: z.string(), message: z.string() }).nullable(),
  z.unknown(),
]);

const PREFERENCES = {
  "marionette.port": 0,
  "signon.rememberSignons": true,
  "signon.autofillForms": true,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "browser.aboutwelcome.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.auto": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "dom.disable_open_during_load": false,
};

/**
 * A Firefox with a fresh profile, controlled over Marionette, its built-in protocol: WebDriver's commands,
 * and scripts in the browser itself, which can see its password manager. Lengths and JSON over TCP:
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export class Firefox {
  private nextId = 0;
  private received = Buffer.alloc(0);
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly socket: Socket,
    private readonly profile: string,
  ) {
    socket.on("data", (data) => this.receive(data));
    socket.on("close", () => {
      for (const { reject } of this.waiting.values()) reject(new Error("Firefox closed the connection."));
    });
  }

  static async start(executable: string): Promise<Firefox> {
    const profile = mkdtempSync(join(tmpdir(), "phase-firefox-"));
    const preferences = Object.entries(PREFERENCES).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(profile, "user.js"), preferences.join(""));
    const args = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"];
    const child = spawn(executable, [...args, "--profile", profile], {
      env: { ...process.env, HOME: profile },
      stdio: "ignore",
    });
    const socket = connect(await portOf(child, profile), "127.0.0.1");
    await once(socket, "connect");
    const firefox = new Firefox(child, socket, profile);
    await firefox.send("WebDriver:NewSession", { capabilities: {} });
    return firefox;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    await this.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => this.child.kill("SIGKILL"));
    await ended;
    this.socket.destroy();
    rmSync(this.profile, { recursive: true, force: true });
  }

  async open(url: string): Promise<void> {
    await this.send("WebDriver:Navigate", { url });
  }

  /** Runs a function's body in the page, and returns its result. */
  async inPage(script: string, ...args: unknown[]): Promise<unknown> {
    return valueSchema.parse(await this.send("WebDriver:ExecuteScript", { script, args })).value;
  }

  /** The same in the browser itself, awaiting a promise. */
  async inBrowser(script: string, ...args: unknown[]): Promise<unknown> {
    await this.send("Marionette:SetContext", { value: "chrome" });
    try {
      return valueSchema.parse(await this.send("WebDriver:ExecuteScript", { script, args })).value;
    } finally {
      await this.send("Marionette:SetContext", { value: "content" });
    }
  }

  /** Presses keys as a person does, into whatever has the focus. */
  async type(text: string): Promise<void> {
    const element = elementSchema.parse(await this.send("WebDriver:GetActiveElement", {}));
    await this.send("WebDriver:ElementSendKeys", { id: element.value[ELEMENT], text });
  }

  async click(selector: string): Promise<void> {
    const found = await this.send("WebDriver:FindElement", { using: "css selector", value: selector });
    await this.send("WebDriver:ElementClick", { id: elementSchema.parse(found).value[ELEMENT] });
  }

  private send(name: string, parameters: object): Promise<unknown> {
    const id = this.nextId++;
    const answer = Promise.withResolvers<unknown>();
    this.waiting.set(id, answer);
    const message = JSON.stringify([0, id, name, parameters]);
    this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    return answer.promise;
  }

  private receive(data: Buffer): void {
    this.received = Buffer.concat([this.received, data]);
    for (;;) {
      const colon = this.received.indexOf(":");
      const end = colon + 1 + Number(this.received.subarray(0, Math.max(colon, 0)).toString());
      if (colon === -1 || this.received.length < end) return;
      const message: unknown = JSON.parse(this.received.subarray(colon + 1, end).toString());
      this.received = this.received.subarray(end);
      // The first message is a greeting.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = answerSchema.parse(message);
      if (error === null) this.waiting.get(id)?.resolve(result);
      else this.waiting.get(id)?.reject(new Error(`Firefox: ${error.error}: ${error.message}`));
      this.waiting.delete(id);
    }
  }
}

/** Firefox picks a free port and writes it into its profile. */
async function portOf(child: ChildProcess, profile: string): Promise<number> {
  const file = join(profile, "MarionetteActivePort");
  const changes = watch(profile);
  const ended = once(child, "exit").then(() => {
    throw new Error("Firefox ended before it could be driven.");
  });
  try {
    while (!existsSync(file) || readFileSync(file, "utf8") === "") {
      await Promise.race([once(changes, "change"), ended]);
    }
    return Number(readFileSync(file, "utf8"));
  } finally {
    ended.catch(() => undefined);
    changes.close();
  }
}
