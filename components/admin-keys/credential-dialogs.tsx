"use client";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import type { CredentialAction } from "./credential-row";
import { DeleteCredentialDialog } from "./delete-credential-dialog";
import { LimitCredentialDialog } from "./limit-credential-dialog";
import { RenameCredentialDialog } from "./rename-credential-dialog";
import { ReplaceKeyDialog } from "./replace-key-dialog";
import { UnclaimedAccountsDialog } from "./unclaimed-accounts-dialog";

const DIALOGS = {
  rename: RenameCredentialDialog,
  limit: LimitCredentialDialog,
  replace: ReplaceKeyDialog,
  delete: DeleteCredentialDialog,
  unclaimed: UnclaimedAccountsDialog,
} satisfies Record<CredentialAction, unknown>;

type CredentialDialogsProps = {
  action: CredentialAction;
  credential: ThirdPartyCredential;
  onClose: () => void;
};

/** The dialogs about one credential, loaded when one of them is opened. */
export default function CredentialDialogs({ action, credential, onClose }: CredentialDialogsProps) {
  const Chosen = DIALOGS[action];
  return <Chosen credential={credential} onClose={onClose} />;
}
