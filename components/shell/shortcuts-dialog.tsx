"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { meQuery } from "@/lib/client/me";
import { lettersAreOn, turnLetters } from "./letter-keys";
import { GENERAL, placeShortcuts, type Shortcut } from "./shortcuts";

/** Every shortcut, as the keys have them. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const actions = useQuery(meQuery).data?.actions ?? [];
  const [letters, setLetters] = useState(lettersAreOn);
  return (
    <Dialog size="sm" title="Keyboard shortcuts" onClose={onClose}>
      <div className="grid gap-5">
        <label className="flex items-center justify-between gap-4">
          <span>
            Single-key shortcuts
            <span className="block text-sm text-faint">
              Turn these off if you use speech input. Ctrl K keeps working. Saved in this browser.
            </span>
          </span>
          <Switch
            aria-label="Single-key shortcuts"
            checked={letters}
            onCheckedChange={(on) => {
              turnLetters(on);
              setLetters(on);
            }}
          />
        </label>
        <ShortcutList title="Everywhere" shortcuts={GENERAL} />
        <ShortcutList title="Go to" shortcuts={placeShortcuts(({ needs }) => actions.includes(needs))} />
      </div>
    </Dialog>
  );
}

function ShortcutList({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section>
      <h3 className="mb-1 text-sm font-medium text-faint">{title}</h3>
      <dl className="divide-y divide-line border-y border-line">
        {shortcuts.map(({ keys, label }) => (
          <div key={label} className="flex min-h-8 items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
