import packageJson from "@/package.json";

/** Of this program, as its releases are called. */
export const VERSION: string = packageJson.version;
