import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, or where a release was unpacked, without a slash at the end: its settings and data are here. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** What the build makes: the whole product, which needs nothing outside of this folder but a C library. */
export const PRODUCT = join(ROOT, "dist");

/** Whether this is one of its programs, rather than TypeScript. */
export const IS_COMPILED = dirname(fileURLToPath(import.meta.url)) === PRODUCT;

/** Above the files that programs read as they are: the product has them at the same paths as the sources. */
export const FILES = IS_COMPILED ? PRODUCT : ROOT;
