/** A page's query parameters, as Next passes them. */
export type PageSearch = Promise<Record<string, string | string[] | undefined>>;

/** One value per name, as in the browser. Repeated names get none. */
export async function searchOf(search: PageSearch): Promise<{ get(name: string): string | null }> {
  const asked = await search;
  return {
    get(name) {
      const value = asked[name];
      return typeof value === "string" ? value : null;
    },
  };
}
