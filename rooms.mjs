// The room of each file, and what it may import: rooms on floors below its own, and nothing beside or above.
// ESLint refuses the rest while it is typed, scripts/test/rooms.test.ts for the whole tree.
// docs/architecture.md draws it.
import { posix } from "node:path";

/** From the ground up. A file's room is the longest of these paths that it starts with. */
export const FLOORS = [
  // What may be printed to a terminal.
  ["lib/formats/printable.ts"],
  ["lib/terminal.ts"],
  // They know nothing about the product.
  ["simulator", "prisma"],
  // Ground: knows no noun.
  ["lib/formats", "lib/generated", "lib/lists"],
  ["lib/errors.ts", "lib/settings", "lib/version.ts"],
  ["lib/log.ts"],
  ["lib/database"],
  ["lib/db.ts"],
  ["lib/documents", "lib/history", "lib/metrics", "lib/retention"],
  ["lib/requests"],
  ["lib/crypto", "lib/live", "lib/queue"],
  // What every provider can do, and the pure rules of rotation.
  ["lib/providers"],
  ["lib/rotation/core", "lib/testing"],
  // The caller and its permissions; whether this installation may act.
  ["lib/access", "lib/instance"],
  // The API's schemas, and the audit log.
  ["lib/api"],
  ["lib/audit-log"],
  // Authentication, and the nouns that others depend on.
  ["lib/auth"],
  ["lib/apps", "lib/client", "lib/tokens"],
  // Rotation: the store, the engine's services, the engine, then people's commands.
  ["lib/rotation/store"],
  ["lib/rotation"],
  ["lib/rotation/engine", "lib/rotation/queries"],
  ["lib/rotation/commands"],
  // The other nouns.
  ["lib/first-run", "lib/secrets", "lib/sessions"],
  ["lib/notifications", "lib/third-party-credentials"],
  // Invitations are sent by email; the configuration as a file, what needs a person, and the state of the
  // installation concern every noun.
  ["lib/configuration", "lib/members", "lib/overview", "lib/system"],
  // Where everything is put together, and the entry points.
  ["lib/create-services.ts"],
  ["lib/http"],
  // An installation on disk.
  ["installation"],
  // The programs.
  ["components"],
  ["app", "cli", "proxy.ts", "worker"],
  // Packages for other people's programs. They keep the same file as `phase run`.
  ["clients"],
  // Test rigs, benchmarks, browser stories.
  ["proof"],
  ["bench", "e2e"],
  // The npm commands, which nobody imports.
  ["scripts"],
];

const ROOMS = FLOORS.flatMap((rooms, floor) => rooms.map((room) => ({ room, floor }))).toSorted(
  (one, other) => other.room.length - one.room.length,
);

/** Undefined for a file without a room, such as a configuration file at the top. Names may lack their extension. */
export function roomOf(file) {
  return ROOMS.find(
    ({ room }) => file === room || file.startsWith(`${room}/`) || file === room.replace(/\.ts$/, ""),
  );
}

/**
 * The path from the top to which `source` in `file` leads. Null for a package. @param {string} file @param
 * {string} source @returns {string | null}
 */
export function targetOf(file, source) {
  if (source.startsWith("@/")) return source.slice(2);
  if (!source.startsWith(".")) return null;
  return posix.normalize(posix.join(posix.dirname(file), source));
}

/** Tests import the rigs and fixtures that they need. */
export const isTest = (file) => /\.(test|spec)\.tsx?$/.test(file);

/** Why `file` may not import `target`, in words. Null if it may. */
export function arrowUp(file, target) {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (isTest(file) || from === undefined || to === undefined || from === to) return null;
  if (to.floor < from.floor) return null;
  return `${from.room} is ${to.floor === from.floor ? "beside" : "below"} ${to.room} and may not import it: see rooms.mjs.`;
}

/** The same as an ESLint rule. */
export const noArrowUp = {
  create(context) {
    const file = posix.relative(context.cwd.replaceAll("\\", "/"), context.filename.replaceAll("\\", "/"));
    const check = (node) => {
      if (typeof node.source?.value !== "string") return;
      const target = targetOf(file, node.source.value);
      const message = target === null ? null : arrowUp(file, target);
      if (message !== null) context.report({ node: node.source, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};
