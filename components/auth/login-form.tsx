"use client";
import { type SubmitEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { errorMessage } from "@/lib/client/fetcher";
import { signIn } from "@/lib/client/sign-in";

/** A text field can't contain a file. */
function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : "";
}

/** `goTo` is a path that `safePath` has accepted. */
export function LoginForm({ goTo }: { goTo: string }) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setPending(true);
    setProblem(undefined);
    try {
      await signIn(textOf(fields, "email"), textOf(fields, "password"));
    } catch (error) {
      setProblem(errorMessage(error));
      setPending(false);
      password.current?.select();
      return;
    }
    // Loads a new page, so that nothing of an earlier session is left.
    location.assign(goTo);
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={problem} />
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <Input ref={password} name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="mt-2 w-full">
        Sign in
      </Button>
    </form>
  );
}
