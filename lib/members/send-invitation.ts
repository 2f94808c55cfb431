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
  /** The URL at which people open the console. */
  origin: string;
  /**
   * Emails a link. Returns false if the server doesn't accept it, so that the caller shows the link instead.
   * Null: email isn't configured.
   */
  send: ((invited: Invited) => Promise<boolean>) | null;
};

/** According to the settings. */
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
        ? "Open the link to choose your password and sign in. The link works once, within a day."
        : "Open the link to choose a new password. The link works once, within a day. Your current password works until then.",
      facts: [
        { name: "Account", value: email },
        { name: "Link expires", value: expiresAt.toISOString() },
      ],
      link,
    });
    try {
      await mailer.send({ ...mail, to: email, id: uuidv7() });
      return true;
    } catch (error) {
      log.warn({ err: error }, "An invitation couldn't be emailed");
      return false;
    } finally {
      mailer.close();
    }
  };
  return { origin, send };
}
