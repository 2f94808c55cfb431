/** A page of dialogs for the tests of opening and closing. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { ConfirmDialog } from "./alert-dialog";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Input } from "./input";
import { SidePanel } from "./side-panel";
import { Toaster } from "./toast";
import { useReportedMutation } from "./use-reported-mutation";

type Opened = { onClose: () => void };
const IDLE = { isPending: false, error: null };
const NAMES = ["typed", "slow", "once", "panel"] as const;

declare global {
  interface Window {
    /** Ends the work that a dialog has started. */
    finish: (error: Error) => void;
  }
}

function Typed({ onClose }: Opened) {
  return (
    <Dialog
      title="Typed"
      keepsTyped
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button>Save</Button>
        </>
      }
    >
      <Input aria-label="Key" />
    </Dialog>
  );
}

function Slow({ onClose }: Opened) {
  const work = useReportedMutation(
    {
      mutationFn: (isInVain: boolean) =>
        new Promise<void>((resolve, reject) => {
          window.finish = (error) => (isInVain ? reject(error) : resolve());
        }),
    },
    () => "The work is done.",
  );
  return (
    <Dialog title="Slow" onClose={onClose}>
      <Button onClick={() => work.mutate(false)}>Work</Button>
      <Button onClick={() => work.mutate(true)}>Work in vain</Button>
    </Dialog>
  );
}

function Once({ onClose }: Opened) {
  const [isShown, setShown] = useState(false);
  if (isShown) {
    return (
      <Dialog key="shown" title="Shown once" onClose={onClose}>
        phs_1
      </Dialog>
    );
  }
  return (
    <Dialog key="create" title="Create" onClose={onClose}>
      <Button onClick={() => setShown(true)}>Create it</Button>
    </Dialog>
  );
}

function Panel({ onClose }: Opened) {
  const [step, setStep] = useState<"delete" | "edit" | null>(null);
  const back = () => setStep(null);
  return (
    <SidePanel title="Manage" onClose={onClose} action={<Button>Rotate now</Button>}>
      <Button onClick={() => setStep("delete")}>Delete</Button>
      <Button onClick={() => setStep("edit")}>Edit</Button>
      {step === "delete" && (
        <ConfirmDialog
          title="Delete it?"
          description="Gone."
          confirmLabel="Delete"
          mutation={IDLE}
          onConfirm={onClose}
          onClose={back}
        />
      )}
      {step === "edit" && (
        <Dialog title="Edit it" keepsTyped onClose={back}>
          <Input aria-label="Name" />
        </Dialog>
      )}
    </SidePanel>
  );
}

const CLIENT = new QueryClient();
const DIALOGS = { typed: Typed, slow: Slow, once: Once, panel: Panel };

function Fixture() {
  const [open, setOpen] = useState<(typeof NAMES)[number] | null>(null);
  const Chosen = open === null ? null : DIALOGS[open];
  return (
    <QueryClientProvider client={CLIENT}>
      {NAMES.map((name) => (
        <Button key={name} onClick={() => setOpen(name)}>
          Open {name}
        </Button>
      ))}
      {Chosen !== null && <Chosen onClose={() => setOpen(null)} />}
      <Toaster />
    </QueryClientProvider>
  );
}

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Fixture />);
