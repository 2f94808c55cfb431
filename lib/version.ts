import packageJson from "@/package.json";

/** This program's version, as its releases are named. */
export const VERSION: string = packageJson.version;
