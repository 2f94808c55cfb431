import type { Config } from "tailwindcss";

/** Names for the tokens that app/globals.css defines for the light and the dark theme. */
const config = {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  darkMode: ["selector", '[data-theme="dark"]'],
  theme: {
    extend: {
      colors: {
        ground: "var(--ground)",
        surface: "var(--surface)",
        raised: "var(--raised)",
        sunken: "var(--sunken)",
        hover: "var(--hover)",
        line: "var(--line)",
        edge: "var(--edge)",
        ink: "var(--ink)",
        muted: "var(--muted)",
        faint: "var(--faint)",
        accent: {
          DEFAULT: "var(--accent)",
          hover: "var(--accent-hover)",
          on: "var(--accent-on)",
          ink: "var(--accent-ink)",
          soft: "var(--accent-soft)",
        },
        warn: { DEFAULT: "var(--warn)", ink: "var(--warn-ink)", soft: "var(--warn-soft)" },
        info: { DEFAULT: "var(--info)", ink: "var(--info-ink)", soft: "var(--info-soft)" },
        danger: {
          DEFAULT: "var(--danger)",
          hover: "var(--danger-hover)",
          on: "var(--danger-on)",
          ink: "var(--danger-ink)",
          soft: "var(--danger-soft)",
        },
      },
      fontFamily: {
        sans: ["var(--font-sans)"],
        mono: ["var(--font-mono)"],
      },
      fontSize: {
        xs: ["0.75rem", { lineHeight: "1rem" }],
        sm: ["0.8125rem", { lineHeight: "1.25rem" }],
        base: ["0.875rem", { lineHeight: "1.375rem" }],
        lg: ["1rem", { lineHeight: "1.5rem" }],
        xl: ["1.25rem", { lineHeight: "1.75rem" }],
      },
      boxShadow: { popup: "var(--shadow-popup)", dialog: "var(--shadow-dialog)" },
    },
  },
} satisfies Config;

export default config;
