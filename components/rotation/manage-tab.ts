export const MANAGE_TABS = ["status", "credentials", "events"] as const;
export type ManageTab = (typeof MANAGE_TABS)[number];

/** The tab in the URL. Status for any other word. */
export function manageTab(word: string | null): ManageTab {
  return MANAGE_TABS.find((tab) => tab === word) ?? "status";
}
