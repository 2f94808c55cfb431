// scripts/run.mjs has already installed and generated everything by the time it gets here.
export {};
