/** Labels as they are stored: `team:billing`, by name. No name has a colon. */
type Labels = Readonly<Record<string, string>>;

export function storedLabels(labels: Labels): string[] {
  return Object.entries(labels)
    .map(([name, value]) => `${name}:${value}`)
    .toSorted();
}

export function readLabels(stored: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    stored.map((label) => {
      const colon = label.indexOf(":");
      return [label.slice(0, colon), label.slice(colon + 1)];
    }),
  );
}

/** The fields of an edit, for `changesBetween`. */
export function labelFields(stored: readonly string[]): Record<string, string> {
  const labels = Object.entries(readLabels(stored));
  return Object.fromEntries(labels.map(([name, value]) => [`labels.${name}`, value]));
}
