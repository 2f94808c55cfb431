import * as z from "zod";
import { type Answer, ok } from "../answer.ts";
import { wireProject } from "../wire.ts";
import { activeProjectOf, type AdminCall, projectOf } from "./call.ts";
import { page, parseBody, parseQuery } from "./input.ts";

export function listProjects(call: AdminCall): Answer {
  const withArchived = parseQuery(call, "include_archived", ["true", "false"]) === "true";
  const projects = call.state
    .projects()
    .filter(({ organizationId }) => organizationId === call.adminKey.organizationId)
    .filter(({ archivedAt }) => withArchived || archivedAt === null);
  return ok(page(call, projects, wireProject));
}

const createSchema = z.strictObject({
  name: z.string().min(1),
  residency: z.string().nullable().optional(),
  external_key_id: z.string().nullable().optional(),
});

export function createProject(call: AdminCall): Answer {
  const { name, residency } = parseBody(call, createSchema);
  const project = { name, residency: residency ?? undefined };
  return ok(wireProject(call.state.createProject(call.adminKey.organizationId, project)));
}

export function retrieveProject(call: AdminCall): Answer {
  return ok(wireProject(projectOf(call)));
}

export function archiveProject(call: AdminCall): Answer {
  const project = activeProjectOf(call);
  call.state.archiveProject(project.id);
  return ok(wireProject(project));
}
