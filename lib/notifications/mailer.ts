import nodemailer from "nodemailer";
import type { Sender } from "@/lib/settings/sender";
import type { Mail } from "./mail";

export type Mailer = {
  /** `id` is the same for every attempt, so that a mailbox can detect a duplicate. */
  send(mail: Mail & { to: string; id: string }): Promise<void>;
  close(): void;
};

const TIMEOUT_MS = 10_000;

/** Talks to the server at SMTP_URL, with a new connection for each message. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: Sender }): Mailer {
  const transport = nodemailer.createTransport(
    {
      url: smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // Nothing in a message may make this process read a file or fetch a URL.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, headers: { "Auto-Submitted": "auto-generated" } },
  );
  return {
    async send({ to, id, ...mail }) {
      await transport.sendMail({
        ...mail,
        to: { name: "", address: to },
        messageId: `<${id}@phase.invalid>`,
      });
    },
    close: () => transport.close(),
  };
}
