/** `user:ada@example.com` → the actor and its kind. The worker has no name. */
export function eventActor(actor: string): { kind: string; name: string } {
  const [kind = "", ...rest] = actor.split(":");
  const name = rest.join(":");
  if (kind === "system") return { kind: "Worker", name: name === "worker" ? "" : name.replaceAll("-", " ") };
  if (kind === "token") return { kind: "Service token", name };
  return { kind: "Person", name: name === "" ? actor : name };
}
