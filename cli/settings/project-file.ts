/** `.phase.yaml`: the app and environment of a folder's programs. Committed, so it has neither server nor token. */
import { dirname, join } from "node:path";
import { readYamlText } from "@/lib/formats/yaml-text";
import { CliError } from "../exit";
import { FileRefused, readSmallFile, writeOwnFile } from "../files/own-file";

export const PROJECT_FILE = ".phase.yaml";

/** Two names and comments. */
const MOST_BYTES = 65_536;
const OPEN_TO_ALL = 0o666;

const FIELDS = ["app", "environment"] as const;
type Field = (typeof FIELDS)[number];

export type Project = Partial<Record<Field, string>>;
export type FoundProject = { path: string; project: Project };

/** The nearest one, from `folder` upwards. */
export async function findProject(folder: string): Promise<FoundProject | null> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, PROJECT_FILE);
    const text = await readIfThere(path);
    if (text !== null) return { path, project: parseProject(text, path) };
    if (dirname(at) === at) return null;
  }
}

export async function writeProject(folder: string, project: Required<Project>): Promise<string> {
  const path = join(folder, PROJECT_FILE);
  const lines = FIELDS.map((field) => `${field}: ${JSON.stringify(project[field])}`);
  const text = `# Read by \`phase\` in this folder and below. Commit it: it holds no secret.\n${lines.join("\n")}\n`;
  try {
    await writeOwnFile(path, text, OPEN_TO_ALL);
  } catch (error) {
    throw new CliError(`The file ${path} can't be written${codeOf(error)}.`);
  }
  return path;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readSmallFile(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof FileRefused) throw new CliError(`The file ${path} ${error.message}.`);
    throw error;
  }
}

/**
 * The part of YAML that two names need: one per line, plain or quoted, and comments. @throws CliError naming
 * the line with anything else
 */
export function parseProject(text: string, path: string): Project {
  const project: Project = {};
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#.*)?$|^---\s*$/.test(line)) continue;
    const [, name = "", rest = ""] = /^([A-Za-z]\w*):(?:\s+(.*))?$/.exec(line) ?? [];
    const field = FIELDS.find((known) => known === name);
    const value = field === undefined ? null : readYamlText(rest.trim())?.value || null;
    if (field === undefined || value === null || field in project) {
      throw new CliError(
        `${path}, line ${index + 1}: use \`app: NAME\` or \`environment: NAME\`, each once. \`phase setup\` writes this file.`,
      );
    }
    project[field] = value;
  }
  return project;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
}
