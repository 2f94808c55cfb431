"use client";
import { Check, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { chooseTheme, chosenTheme, type Theme, THEMES } from "./theme";

const LOOKS = {
  light: { label: "Light", Icon: Sun },
  dark: { label: "Dark", Icon: Moon },
  system: { label: "System", Icon: Monitor },
} satisfies Record<Theme, unknown>;

export function ThemeMenu() {
  const [chosen, setChosen] = useState<Theme>();
  const items = THEMES.map((theme) => {
    const { label, Icon } = LOOKS[theme];
    return {
      label,
      icon: theme === chosen ? <Check aria-label="Selected" /> : <Icon aria-hidden />,
      onSelect: () => {
        chooseTheme(theme);
        setChosen(theme);
      },
    };
  });
  return (
    <Menu
      items={items}
      trigger={({ onClick, ...props }) => (
        <IconButton
          {...props}
          label="Theme"
          onClick={(event) => {
            setChosen(chosenTheme());
            onClick(event);
          }}
        >
          <Sun aria-hidden className="hidden in-data-[theme=dark]:hidden in-data-[theme=light]:block" />
          <Moon aria-hidden className="hidden in-data-[theme=dark]:block" />
        </IconButton>
      )}
    />
  );
}
