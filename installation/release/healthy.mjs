// node healthy.mjs: exits with 0 if this machine's console reports that it works. For health checks of
// images,
// which don't include curl.
const port = process.env.PORT?.trim() || "3000";
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
process.exit(answer?.ok === true ? 0 : 1);
