/** What the ETag of each kind of resource covers, from the API's form and from its row. */
import { storedLabels } from "@/lib/formats/labels";
import { tagOf } from "./etag";

type Time = string | Date;
const text = (time: Time) => new Date(time).toISOString();

/** Labels in the API's form or as stored. */
type Labels = Readonly<Record<string, string>> | readonly string[];
const labelParts = (labels: Labels) => (isStored(labels) ? labels : storedLabels(labels));

function isStored(labels: Labels): labels is readonly string[] {
  return Array.isArray(labels);
}

/** Excludes health and times: a worker changes them, and that loses nobody's edit. */
export const rotatingSecretTag = ({ id, version }: { id: string; version: number }) => tagOf([id, version]);

/** Every edit writes a new time. */
export const editedTag = ({ id, name, updatedAt }: { id: string; name: string; updatedAt: Time }) =>
  tagOf([id, name, text(updatedAt)]);

/** A rotation changes the value, and so the state. */
export const secretTag = (row: { id: string; key: string; comment: string; version: number }) =>
  tagOf([row.id, row.key, row.comment, row.version]);

export const memberTag = (row: { id: string; role: string; environmentRoles: unknown }) =>
  tagOf([row.id, row.role, JSON.stringify(row.environmentRoles)]);

type Named = { id: string; name: string };

/** Its name, its labels and the order of its environments are editable. */
export const appTag = ({
  id,
  name,
  labels,
  environments,
}: Named & { labels: Labels; environments: readonly Named[] }) =>
  tagOf([
    id,
    name,
    ...environments.flatMap((environment) => [environment.id, environment.name]),
    ...labelParts(labels),
  ]);

/** Its name and its labels are editable. */
export const environmentTag = ({ id, name, labels }: Named & { labels: Labels }) =>
  tagOf([id, name, ...labelParts(labels)]);

/** The caller: a member can change their name, a token nothing. */
export const meTag = ({ user, serviceToken }: { user: Named | null; serviceToken: Named | null }) => {
  const { id, name } = user ?? serviceToken ?? { id: "", name: "" };
  return tagOf([id, name]);
};

export const tokenTag = (row: { id: string; name: string; expiresAt: Time | null; labels: Labels }) =>
  tagOf([row.id, row.name, row.expiresAt === null ? null : text(row.expiresAt), ...labelParts(row.labels)]);

/** It changes until it has ended. */
export const rotationTag = (row: { id: string; state: string; lastFailure: { at: string } | null }) =>
  tagOf([row.id, row.state, row.lastFailure?.at ?? null]);
