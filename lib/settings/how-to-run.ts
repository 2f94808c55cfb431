import { isReleased } from "./env";

/**
 * What people type to run a program: `web`, `phase doctor`. A release has a program `phase` for all of them,
 * a clone has npm.
 */
export function howToRun(command: string): string {
  const [program = "", ...args] = command.split(" ");
  if (isReleased()) return program === "phase" ? command : `phase ${command}`;
  if (program === "start") return "npm start";
  return args.length === 0 ? `npm run ${program}` : `npm run ${program} -- ${args.join(" ")}`;
}
