import { ask, isAtTerminal } from "../ask";
import type { Connection } from "../connection";
import {
  type EnvironmentRef,
  type FoundEnvironment,
  findEnvironment,
  listEnvironments,
} from "../environment";
import { CliError } from "../exit";
import { createClient } from "../http";
import { type Io, note, print } from "../io";
import { writeProject } from "../settings/project-file";

/** Writes the app and environment of this folder's programs. */
export async function setup(io: Io, connection: Connection, ref: EnvironmentRef): Promise<void> {
  const client = createClient(connection, io);
  const all = await listEnvironments(client);
  const isSaid = (ref.environment ?? ref.app) !== null;
  const chosen =
    isSaid || all.length < 2 || !isAtTerminal(io)
      ? byId(all, (await findEnvironment(client, ref)).id)
      : await choose(io, all);
  const path = await writeProject(io.cwd, { app: chosen.app.name, environment: chosen.name });
  print(io, `${path} names ${chosen.path}.`);
}

function byId(all: FoundEnvironment[], id: string): FoundEnvironment {
  const found = all.find((environment) => environment.id === id);
  if (found === undefined) throw new CliError(`The token can't see the environment ${id}.`);
  return found;
}

async function choose(io: Io, all: FoundEnvironment[]): Promise<FoundEnvironment> {
  note(io, `Which environment?\n${all.map(({ path }, index) => `  ${index + 1}  ${path}`).join("\n")}`);
  const answer = await ask(io, `Number from 1 to ${all.length}: `);
  const chosen = /^\d+$/.test(answer) ? all[Number(answer) - 1] : undefined;
  if (chosen === undefined) throw new CliError(`"${answer}" isn't a number in that list.`);
  return chosen;
}
