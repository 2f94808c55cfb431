/** The user's theme. Saved in this browser. `themeScript` applies it before the first paint. */
export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = "phase-theme";

declare global {
  interface Window {
    /** Defined by `themeScript`: reads the choice and sets data-theme. */
    phaseTheme?: () => void;
  }
}

/** Inline in the head, with the request's nonce. If storage is forbidden, the system decides. */
export const themeScript = `(()=>{
const media=matchMedia("(prefers-color-scheme: dark)");
const apply=()=>{let theme="system";try{theme=localStorage.getItem("${STORAGE_KEY}")??theme}catch{}
document.documentElement.dataset.theme=theme==="dark"||(theme!=="light"&&media.matches)?"dark":"light"};
media.addEventListener("change",apply);window.phaseTheme=apply;apply();
})()`;

export function chosenTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEMES.find((theme) => theme === stored) ?? "system";
  } catch {
    return "system";
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    document.documentElement.dataset.theme = theme;
    return;
  }
  window.phaseTheme?.();
}
