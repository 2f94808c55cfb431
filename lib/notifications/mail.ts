/** A notification as an email, in plain text and HTML. */
import type { Words } from "./words";

export type Mail = { subject: string; text: string; html: string };

export function mailFor({ title, sentence, facts, link }: Words): Mail {
  const lines = facts.map(({ name, value }) => `${name}: ${value}`);
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#57606a">${escape(name)}</td><td>${escape(value)}</td></tr>`,
  );
  return {
    // One line, whatever a name contains.
    subject: `[Phase] ${title}`.replaceAll(/\s+/g, " "),
    text: [title, "", sentence, "", ...lines, "", link, ""].join("\n"),
    html: `<!doctype html>
<html lang="en"><body style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#1f2328">
<h1 style="font-size:18px;margin:0 0 8px">${escape(title)}</h1>
<p style="margin:0 0 12px">${escape(sentence)}</p>
<table style="border-collapse:collapse;margin:0 0 12px">${rows.join("")}</table>
<p style="margin:0"><a href="${escape(link)}">Open in Phase</a></p>
</body></html>
`,
  };
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
