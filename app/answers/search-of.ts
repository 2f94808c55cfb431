/** What a page is asked for besides its path, as Next hands it over. */
export type PageSearch = Promise<Record<string, string | string[] | undefined>>;

/** One value a name, as in the browser: of several, none. */
export async function searchOf(search: PageSearch): Promise<{ get(name: string): string | null }> {
  const asked = await search;
  return {
    get(name) {
      const value = asked[name];
      return typeof value === "string" ? value : null;
    },
  };
}
