/** Text fragments of several needs. */
import { counted } from "@/components/ui/counted";

export const rotatingSecrets = (count: number) => counted(count, "rotating secret", "rotating secrets");
export const be = (count: number) => (count === 1 ? "is" : "are");
export const since = (at: string | null) => (at === null ? null : { words: "Since", at });
