/** `user:ada@example.com` → who, and what kind of actor it was. The worker is nobody in particular. */
export function eventActor(actor: string): { kind: string; name: string } {
  const [kind = "", ...rest] = actor.split(":");
  const name = rest.join(":");
  if (kind === "system") return { kind: "Worker", name: name === "worker" ? "" : name.replaceAll("-", " ") };
  if (kind === "token") return { kind: "Service token", name };
  return { kind: "Person", name: name === "" ? actor : name };
}
