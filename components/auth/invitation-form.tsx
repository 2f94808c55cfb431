"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useApiForm } from "@/components/ui/use-api-form";
import { PASSWORD_HINT } from "@/lib/api/password-hint";
import { errorMessage } from "@/lib/client/fetcher";
import { acceptInvitation, invitationQuery } from "@/lib/client/invitation";
import type { InvitedPerson } from "@/lib/api/invitations";

const never = () => () => {};

/** The target of the link. The part after `#` is read only by this page. */
export function InvitationForm() {
  const found = useSyncExternalStore(
    never,
    () => location.hash.slice(1),
    () => null,
  );
  // Kept when Back or a hash link of the page changes the URL.
  const [token, setToken] = useState<string | null>(null);
  if (token === null && found !== null) setToken(found);
  const invitation = useQuery(invitationQuery(token));
  if (invitation.isError) return <FormError message={errorMessage(invitation.error)} />;
  if (token === null || invitation.data === undefined) return <p className="text-muted">Reading the link…</p>;
  return <PasswordForm token={token} person={invitation.data} />;
}

function PasswordForm({ token, person }: { token: string; person: InvitedPerson }) {
  const { email, organisation, isFirst } = person;
  const accept = useMutation(acceptInvitation);
  const { register, submit, formState } = useApiForm({
    schema: async () => (await import("@/lib/api/invitations")).chosenPasswordSchema,
    defaultValues: { password: "" },
    save: ({ password }, onError) =>
      accept.mutate({ token, password }, { onSuccess: () => location.replace("/"), onError }),
  });
  const { errors } = formState;
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <p>
        {isFirst ? `You are invited to ${organisation} as ` : `Your account at ${organisation} is `}
        <strong className="font-medium wrap-anywhere">{email}</strong>.
      </p>
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <FormError message={errors.root?.message} />
      <Field label="New password" description={PASSWORD_HINT} error={errors.password?.message}>
        <Input {...register("password")} type="password" autoComplete="new-password" autoFocus />
      </Field>
      <Button
        type="submit"
        variant="primary"
        pending={accept.isPending || accept.isSuccess}
        className="mt-2 w-full"
      >
        {isFirst ? "Choose password and sign in" : "Change password and sign in"}
      </Button>
    </form>
  );
}
