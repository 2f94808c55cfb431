// Loaded into the programs that a launcher starts: when the launcher dies without a word, they end in order by themselves.
const FORCE_AFTER_MS = 30_000;

// Not for what the program forks, by its own arguments: a child that waits for messages would end at once.
const own = process.execArgv.indexOf(import.meta.url);
if (own > 0) process.execArgv.splice(own - 1, 2);

if (process.channel) {
  process.once("disconnect", () => {
    endInOrder();
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref();
  });
  // Listening holds the channel open, which must not keep a program that is done from ending.
  process.channel.unref();
}

function endInOrder() {
  try {
    // With all that it has started, where it leads a group.
    process.kill(-process.pid, "SIGTERM");
  } catch {
    process.kill(process.pid, "SIGTERM");
  }
}
