/** An SMTP server that keeps what it gets. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = { to: string[]; raw: string };

export async function startMailbox() {
  const mails: ReceivedMail[] = [];
  const answers = { refuse: false };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo(_address, _session, done) {
      done(answers.refuse ? new Error("Mailbox is full") : null);
    },
    onData(stream, session, done) {
      let raw = "";
      stream.on("data", (chunk: Buffer) => (raw += chunk.toString()));
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  const listener = smtp.listen(0, "127.0.0.1");
  await once(listener, "listening");
  // A TCP listener's address is never a path.
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answers,
    subjects: () => mails.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? ""),
    async stop() {
      await new Promise<void>((done) => smtp.close(done));
    },
  };
}
