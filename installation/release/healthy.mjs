// node healthy.mjs: ends with 0 if the console of this machine answers that it can do its work. For health checks of images,
// which hold no curl.
const port = process.env.PORT?.trim() || "3000";
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
process.exit(answer?.ok === true ? 0 : 1);
