// Runs in the browser before anything else of ours does.

// zod compiles schemas with `Function` where it may, and finds out by trying: on every page a violation of our own
// Content-Security-Policy, in every browser's console. This is what its `config({ jitless: true })` sets (zod/v4/core);
// to import that here would load zod's core once more. A story in Firefox finds the violation should the name change.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
