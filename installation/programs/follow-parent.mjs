// Loaded into the programs that a launcher starts: when the launcher dies without a word, they end in order by themselves.
const FORCE_AFTER_MS = 30_000;

if (process.channel) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref();
  });
  // Listening holds the channel open, which must not keep a program that is done from ending.
  process.channel.unref();
}
