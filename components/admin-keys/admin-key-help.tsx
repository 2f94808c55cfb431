import { OutsideLink } from "@/components/ui/text-link";

/** How to create an admin key at OpenAI, in one sentence. */
export function AdminKeyHelp() {
  return (
    <>
      Create one at{" "}
      <OutsideLink href="https://platform.openai.com/settings/organization/admin-keys">
        platform.openai.com
      </OutsideLink>{" "}
      with Organization Administration set to Write and everything else left on None. Phase checks the key
      with OpenAI before saving it.
    </>
  );
}
