/**
 * Loaded into each child of `npm start` by `--import`: its stdin is a pipe that nobody writes to, which closes
 * when the parent ends, however it ends. So no orphan holds the port.
 */
const graceMs = 5_000;

process.stdin.resume();
process.stdin.once("close", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), graceMs).unref();
});
process.stdin.unref();
