import { env } from "@/lib/settings/env";
import type { Ctx } from "@/lib/access/context";

export type Invited = {
  email: string;
  organisation: string;
  link: string;
  expiresAt: Date;
  isFirst: boolean;
};
export type Inviting = {
  /** Where people open the console. */
  origin: string;
  /** E-mails a link; answers false where the server does not take it: then it is handed over. Null: e-mail is not set up. */
  send: ((invited: Invited) => Promise<boolean>) | null;
};

/** As the settings say. */
export function inviting({ log }: Pick<Ctx, "log">): Inviting {
  const { smtpUrl, mailFrom, nextAuthUrl } = env();
  const { origin } = nextAuthUrl;
  if (smtpUrl === undefined || mailFrom === undefined) return { origin, send: null };
  const send: Inviting["send"] = async ({ email, organisation, link, isFirst, expiresAt }) => {
    const [{ createMailer }, { mailFor }, { v7: uuidv7 }] = await Promise.all([
      import("@/lib/notifications/mailer"),
      import("@/lib/notifications/mail"),
      import("uuid"),
    ]);
    const mailer = createMailer({ smtpUrl, from: mailFrom });
    const title = isFirst ? `You are invited to ${organisation}` : "Choose a new password";
    const mail = mailFor({
      title,
      sentence: isFirst
        ? "Open the link to choose your password and sign in. It works once, and for a day."
        : "Open the link to choose a new password. It works once, and for a day. Until then your old one stays.",
      facts: [
        { name: "Account", value: email },
        { name: "Link ends", value: expiresAt.toISOString() },
      ],
      link,
    });
    try {
      await mailer.send({ ...mail, to: email, id: uuidv7() });
      return true;
    } catch (error) {
      log.warn({ err: error }, "An invitation could not be emailed");
      return false;
    } finally {
      mailer.close();
    }
  };
  return { origin, send };
}
