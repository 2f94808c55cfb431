// Runs the bundled PostgreSQL of the given folder until it is told to stop: a program that tests can kill.
import { startEmbedded } from "../postgres/embedded";

const server = await startEmbedded(process.argv[2] ?? "", { settings: { fsync: "off" } });
process.once("SIGTERM", () => void server.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
console.log(server.url);
