import { toast } from "@/components/ui/toast";
import { errorMessage } from "@/lib/client/fetcher";

/** Ends this browser's session and goes to the login. */
export async function leave(): Promise<void> {
  try {
    await (await import("@/lib/client/sign-in")).signOut();
  } catch (error) {
    toast(errorMessage(error), "danger");
    return;
  }
  // Loads a new page, so that nothing the user saw stays in memory.
  location.assign("/login");
}
