/** The server block of docs/network.md in a real nginx that compresses everything it may. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/installation/machine/ports";
import { ROOT } from "@/installation/root";
import { currentKey, expect, type Kitchen, rotate, run, Service } from "./kitchen";

/** Longer than anything here takes, so what arrives sooner came over the stream. */
const POLL_SECONDS = "600";
const PROGRAM = `console.log(process.env.OPENAI_API_KEY); setInterval(() => {}, 60_000);`;

export async function tryNginx(kitchen: Kitchen): Promise<string | void> {
  if ((await run(kitchen, ["nginx", "-v"])) === null) return "nginx is not here";
  const port = await freePort();
  const nginx = new Service(kitchen, [
    "nginx",
    "-p",
    kitchen.folder,
    "-c",
    writeConfiguration(kitchen, port),
  ]);
  try {
    const address = `http://127.0.0.1:${port}`;
    await answers(address, nginx);
    await answersNotModified(kitchen, address);
    await streams(kitchen, address);
    const { status } = await fetch(`${address}/metrics`);
    expect(status === 403, `/metrics answered ${status}`);
  } finally {
    await nginx.end();
  }
}

function writeConfiguration({ folder, throwaway }: Kitchen, port: number): string {
  const page = readFileSync(join(ROOT, "docs/network.md"), "utf8");
  const [, block = ""] = /^```nginx\n(.*?)^```$/ms.exec(page) ?? [];
  // Plain http, because nginx terminates TLS. Phase also compresses unless asked not to.
  const server = [
    ["listen 443 ssl;", `listen 127.0.0.1:${port};`],
    [/ssl_certificate\S* .*\n/g, ""],
    ["http://127.0.0.1:3000", throwaway.host],
    ["proxy_http_version 1.1;", 'proxy_http_version 1.1; proxy_set_header Accept-Encoding "";'],
  ].reduce((text, [from = "", to = ""]) => {
    const next = text.replace(from, String(to));
    expect(next !== text, `docs/network.md says nothing of ${String(from)}`);
    return next;
  }, block);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path tmp/${name};`,
  );
  const gzip = "gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any;";
  mkdirSync(join(folder, "tmp"));
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    `daemon off; master_process off; pid nginx.pid; error_log stderr; events {}
http { access_log off; ${paths.join(" ")} ${gzip}
${server}}`,
  );
  return file;
}

async function answers(address: string, nginx: Service): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const isThere = await fetch(`${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    expect(Date.now() < deadline, `nginx does not answer: ${nginx.stderr}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function answersNotModified({ throwaway }: Kitchen, address: string): Promise<void> {
  const ask = (headers: Record<string, string>) =>
    fetch(`${address}/api/v1/environments/${throwaway.environmentId}/secrets`, {
      headers: { authorization: `Bearer ${throwaway.readerToken}`, ...headers },
    });
  const first = await ask({});
  const tag = first.headers.get("etag") ?? "";
  expect(first.headers.get("content-encoding") === "gzip", "nginx did not compress");
  expect(tag.startsWith('W/"'), `nginx left the ETag strong: ${tag}`);
  const { status } = await ask({ "if-none-match": tag });
  expect(status === 304, `If-None-Match: ${tag} answered ${status}`);
}

async function streams(kitchen: Kitchen, address: string): Promise<void> {
  const watch = ["--env", kitchen.throwaway.environmentPath, "--watch", "--poll", POLL_SECONDS];
  const command = ["phase", "run", ...watch, "--", process.execPath, "-e", PROGRAM];
  const program = new Service(kitchen, command, { PHASE_HOST: address });
  try {
    await program.prints(await currentKey(kitchen));
    await rotate(kitchen);
    await program.prints(await currentKey(kitchen));
  } finally {
    await program.end();
  }
}
