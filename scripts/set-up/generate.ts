// Installing and generating is what scripts/run.mjs has done by the time it gets here.
export {};
