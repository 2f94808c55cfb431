import { OutsideLink } from "@/components/ui/text-link";

/** How to get an admin key at OpenAI, in one sentence. */
export function AdminKeyHelp() {
  return (
    <>
      Create one at{" "}
      <OutsideLink href="https://platform.openai.com/settings/organization/admin-keys">
        platform.openai.com
      </OutsideLink>{" "}
      with Organization Administration set to Write and everything else left on None. It is checked with
      OpenAI before it is saved.
    </>
  );
}
