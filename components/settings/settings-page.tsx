import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { About, type Installation } from "./about";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";
import { Section } from "./section";
import { SessionList } from "./session-list";

export function SettingsPage({ installation }: { installation: Installation }) {
  return (
    <>
      <PageHeader title="Settings" />
      <Section title="Profile" lead="How other members see you.">
        <ProfileForm />
      </Section>
      <Section title="Password" lead="Changing it signs you out everywhere else.">
        <PasswordForm />
      </Section>
      <Section title="Sessions" lead="The browsers where you are signed in.">
        <SessionList />
      </Section>
      <Section title="API" lead="The same routes that this console uses.">
        <TextLink href="/api-docs">API reference</TextLink>
      </Section>
      <Section title="About" lead="This installation, and whether it can open what it has stored.">
        <About installation={installation} />
      </Section>
    </>
  );
}
