/** What the ETag of each kind of resource stands for: as the API shows it, and as its row has it. */
import { tagOf } from "./etag";

type Time = string | Date;
const text = (time: Time) => new Date(time).toISOString();

/** Not of its health and its times: a worker changes them, and nobody's edit is lost by that. */
export const rotatingSecretTag = ({ id, version }: { id: string; version: number }) => tagOf([id, version]);

/** Whatever an edit writes a new time for. */
export const editedTag = ({ id, name, updatedAt }: { id: string; name: string; updatedAt: Time }) =>
  tagOf([id, name, text(updatedAt)]);

/** A rotation changes the value, and with it the state. */
export const secretTag = (row: { id: string; key: string; comment: string; version: number }) =>
  tagOf([row.id, row.key, row.comment, row.version]);

export const memberTag = (row: { id: string; role: string; environmentRoles: unknown }) =>
  tagOf([row.id, row.role, JSON.stringify(row.environmentRoles)]);

type Named = { id: string; name: string };

/** Its name and the order of its environments can be edited. */
export const appTag = ({ id, name, environments }: Named & { environments: readonly Named[] }) =>
  tagOf([id, name, ...environments.flatMap((environment) => [environment.id, environment.name])]);

/** An environment: its name is all that can be edited. */
export const namedTag = ({ id, name }: Named) => tagOf([id, name]);

/** Of whoever asks: a person can change their name, a token nothing. */
export const meTag = ({ user, serviceToken }: { user: Named | null; serviceToken: Named | null }) => {
  const { id, name } = user ?? serviceToken ?? { id: "", name: "" };
  return tagOf([id, name]);
};

export const tokenTag = (row: { id: string; name: string; expiresAt: Time | null }) =>
  tagOf([row.id, row.name, row.expiresAt === null ? null : text(row.expiresAt)]);

/** It changes until it has ended. */
export const rotationTag = (row: { id: string; state: string; lastFailure: { at: string } | null }) =>
  tagOf([row.id, row.state, row.lastFailure?.at ?? null]);
