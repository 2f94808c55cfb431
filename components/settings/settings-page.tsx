"use client";
import { lazy, Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { useMay } from "@/lib/client/me";
import { About, type Installation } from "./about";
import { Section } from "./section";
import { SessionList } from "./session-list";

// The forms' validation is larger than the page. The server renders both, and they become interactive once
// their code is loaded.
const ProfileForm = lazy(async () => ({ default: (await import("./profile-form")).ProfileForm }));
const PasswordForm = lazy(async () => ({ default: (await import("./password-form")).PasswordForm }));

export function SettingsPage({ installation }: { installation: Installation }) {
  const maySeeSystem = useMay("system:read");
  return (
    <>
      <PageHeader title="Settings" />
      <Section title="Profile" lead="How other members see you.">
        <Suspense>
          <ProfileForm />
        </Suspense>
      </Section>
      <Section title="Password" lead="Changing it signs you out everywhere else.">
        <Suspense>
          <PasswordForm />
        </Suspense>
      </Section>
      <Section title="Sessions" lead="The browsers where you are signed in.">
        <SessionList />
      </Section>
      <Section title="API" lead="The API that this console uses.">
        <TextLink href="/api-docs">API reference</TextLink>
      </Section>
      {maySeeSystem && (
        <Section title="System" lead="Problems, workers, overdue work and the database.">
          <TextLink href="/settings/system">State of this installation</TextLink>
        </Section>
      )}
      <Section title="About" lead="This installation, and whether it can decrypt stored values.">
        <About installation={installation} />
      </Section>
    </>
  );
}
