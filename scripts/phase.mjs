#!/usr/bin/env node
process.argv.splice(2, 0, "phase");
await import("./run.mjs");
