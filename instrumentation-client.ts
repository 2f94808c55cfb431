// Runs in the browser before anything else of ours does.
import { z } from "zod";

// zod compiles schemas with `Function` where it may, and finds out by trying: on every page a violation of our own
// Content-Security-Policy, in every browser's console.
z.config({ jitless: true });
