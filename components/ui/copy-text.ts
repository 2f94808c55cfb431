import { errorMessage } from "@/lib/client/fetcher";

/**
 * Puts a text on the clipboard, also one that is fetched first. The write begins within the click, because
 * browsers refuse one that begins seconds later. Returns why it failed, or null.
 */
export async function copyText(text: string | (() => Promise<string>)): Promise<string | null> {
  // Missing if the console is opened over plain http.
  const clipboard = globalThis.navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) {
    return "Browsers copy only over https. Show the value, then select and copy it.";
  }
  let failure: unknown = null;
  const content = async () => {
    try {
      return new Blob([typeof text === "string" ? text : await text()], { type: "text/plain" });
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    await clipboard.write([new ClipboardItem({ "text/plain": content() })]);
    return null;
  } catch {
    if (failure !== null) return errorMessage(failure);
    return "The browser blocked copying. Allow this page to use the clipboard, then try again.";
  }
}
