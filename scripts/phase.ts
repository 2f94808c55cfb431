// The CLI starts the user's programs, which may have a TypeScript configuration of their own.
delete process.env.TSX_TSCONFIG_PATH;
await import("../cli/main");
export {};
