// Runs in the browser before all other Phase code.

// zod compiles schemas with `Function` if it may, and finds out by trying, which on every page violates our
// own
// Content-Security-Policy in every browser's console. This sets what its `config({ jitless: true })` does
// (zod/v4/core).
// Importing that would load zod's core once more. A story in Firefox detects the violation if the name
// changes.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
