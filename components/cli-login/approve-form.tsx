import { useMutation } from "@tanstack/react-query";
import { TokenFields } from "@/components/tokens/token-fields";
import { useTokenForm } from "@/components/tokens/use-token-form";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { CliLogin } from "@/lib/api/cli-logins";
import { approveCliLogin, denyCliLogin } from "@/lib/client/cli-logins";

type ApproveFormProps = { code: string; login: CliLogin; onDecided: (approved: boolean) => void };

/** Who asks, and what they get. */
export function ApproveForm({ code, login, onDecided }: ApproveFormProps) {
  const approve = useMutation(approveCliLogin);
  const deny = useReportedMutation(denyCliLogin, () => "Login denied.");
  const form = useTokenForm(login.name, (token, onError) =>
    approve.mutate({ ...token, code }, { onSuccess: () => onDecided(true), onError }),
  );
  return (
    <form noValidate onSubmit={form.submit} className="flex max-w-xl flex-col gap-4">
      <Notice tone="warning" title={`${login.name} asks for access`}>
        This login started <RelativeTime at={login.createdAt} />
        {login.ip !== null && (
          <>
            {" "}
            from <span className="font-mono text-sm">{login.ip}</span>
          </>
        )}
        . Approve only if you ran <code className="font-mono">phase login</code> yourself just now, and never
        for a code that someone sent you.
      </Notice>
      <FormError message={form.formState.errors.root?.message} />
      <TokenFields form={form} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" pending={approve.isPending}>
          Approve
        </Button>
        <Button
          type="button"
          pending={deny.isPending}
          onClick={() => deny.mutate(code, { onSuccess: () => onDecided(false) })}
        >
          Deny
        </Button>
      </div>
    </form>
  );
}
