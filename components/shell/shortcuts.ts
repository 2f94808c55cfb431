/** Keyboard shortcuts for every page: one list, shared by the handlers and the help. */
import { PLACES, type Place } from "./places";

/** After `g`. */
export const PLACE_KEYS: Readonly<Record<string, string>> = {
  o: "/",
  a: "/apps",
  i: "/integrations",
  l: "/audit",
  m: "/members",
  t: "/service-tokens",
  n: "/notifications",
  s: "/settings",
};

export type Shortcut = { keys: readonly string[]; label: string };

export const GENERAL: readonly Shortcut[] = [
  { keys: ["Ctrl", "K"], label: "Search and commands" },
  { keys: ["/"], label: "Filter this page" },
  { keys: ["j"], label: "Next row" },
  { keys: ["k"], label: "Previous row" },
  { keys: ["Enter"], label: "Open the row" },
  { keys: ["?"], label: "Keyboard shortcuts" },
];

/** The visible pages, each with its keys. */
export function placeShortcuts(shown: (place: Place) => boolean): Shortcut[] {
  return Object.entries(PLACE_KEYS).flatMap(([key, href]) => {
    const place = PLACES.find((one) => one.href === href);
    return place === undefined || !shown(place) ? [] : [{ keys: ["g", key], label: place.label }];
  });
}

export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey"> & {
  /** In a field, or while a dialog or menu is open. */
  isTaken: boolean;
};
export type Asked =
  { do: "help" | "filter" | "next" | "previous" | "wait" | "nothing" } | { do: "go"; href: string };

/** The action of a key press. `waiting`: the previous key was `g`. */
export function askedBy({ key, ctrlKey, metaKey, altKey, isTaken }: Press, waiting: boolean): Asked {
  if (isTaken || ctrlKey || metaKey || altKey) return { do: "nothing" };
  const href = waiting ? PLACE_KEYS[key] : undefined;
  if (href !== undefined) return { do: "go", href };
  switch (key) {
    case "?":
      return { do: "help" };
    case "/":
      return { do: "filter" };
    case "j":
      return { do: "next" };
    case "k":
      return { do: "previous" };
    case "g":
      return { do: "wait" };
    default:
      return { do: "nothing" };
  }
}
