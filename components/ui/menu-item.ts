import type { ReactNode } from "react";

export type MenuItem = {
  label: string;
  description?: string | undefined;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** A separator above it. */
  separated?: boolean;
  onSelect: () => void;
};
