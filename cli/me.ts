import type { Client } from "./http";
import { list, nullable, object, optional, type Shaped, text } from "./shape";

const me = object({
  organisation: object({ name: text }),
  user: nullable(object({ email: text })),
  serviceToken: nullable(
    // A server of an earlier version doesn't send `keys`, because its tokens aren't limited to keys.
    object({ name: text, environmentIds: list(text), keys: optional(list(text), []) }),
  ),
  /** In general, and in the environments that differ. */
  actions: list(text),
  environments: list(object({ id: text, actions: list(text) })),
});
export type Me = Shaped<typeof me>;

export async function fetchMe(client: Client): Promise<Me> {
  return await client.request(me, "/me");
}

export function whoIs({ organisation, user, serviceToken }: Me): string {
  const who = serviceToken === null ? (user?.email ?? "someone") : `the service token "${serviceToken.name}"`;
  return `${who} of ${organisation.name}`;
}
