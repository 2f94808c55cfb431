"use client";
import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

type NewSecretMenuProps = {
  onSecret: () => void;
  onRotatingSecret: () => void;
  onImport: () => void;
  /** The pointer moves towards the button. */
  onReach: () => void;
  mayWrite: boolean;
  mayRotate: boolean;
};

/** New Secret: a typed value, a rotating one, or many from a file. */
export function NewSecretMenu({
  onSecret,
  onRotatingSecret,
  onImport,
  onReach,
  mayWrite,
  mayRotate,
}: NewSecretMenuProps) {
  if (!mayWrite && !mayRotate) return null;
  return (
    <Menu
      trigger={(props) => (
        <Button
          {...props}
          variant="primary"
          onPointerEnter={() => {
            props.onPointerEnter();
            onReach();
          }}
          onFocus={() => {
            props.onFocus();
            onReach();
          }}
        >
          New Secret <ChevronDown aria-hidden />
        </Button>
      )}
      items={[
        { label: "Secret", onSelect: onSecret, disabled: !mayWrite },
        { label: "Rotating Secret", onSelect: onRotatingSecret, disabled: !mayRotate },
        { label: "Import from .env", onSelect: onImport, disabled: !mayWrite, separated: true },
      ]}
    />
  );
}
