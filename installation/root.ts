import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, or where a release was unpacked, without a trailing slash. Its settings and data are here. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** The build's output: the whole product, which needs nothing outside of this folder except a C library. */
export const PRODUCT = join(ROOT, "dist");

/** Whether this is one of its programs rather than TypeScript. */
export const IS_COMPILED = dirname(fileURLToPath(import.meta.url)) === PRODUCT;

/** The base of files that programs read unchanged. The product has them at the same paths as the sources. */
export const FILES = IS_COMPILED ? PRODUCT : ROOT;
