// The CLI starts the user's programs, which may have a TypeScript configuration of their own.
delete process.env.TSX_TSCONFIG_PATH;
// npm changes to this project's folder first, but the command of `phase run` belongs in the user's folder.
const { INIT_CWD, npm_lifecycle_event } = process.env;
if (npm_lifecycle_event === "phase" && INIT_CWD && process.argv[2] === "run") process.chdir(INIT_CWD);
await import("../../cli/main");
export {};
