import { PARTS, sourcesStamp } from "./installation/built.mjs";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A server with the few packages that it needs, which the build moves to dist/web.
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  outputFileTracingExcludes: {
    // Only the image optimizer would load sharp, and the web knows nothing of its installation.
    "*": ["node_modules/sharp/**", "node_modules/@img/**", "node_modules/typescript/**", "installation/**"],
  },
  // The same sources make the same files. A browser with pages of other sources reloads them.
  generateBuildId: () => sourcesStamp(PARTS.console),
  // The folder of a build may be read-only, and is never written to.
  // How much of a body Next buffers before any route knows the caller: the largest that a route accepts, and
  // a little more.
  experimental: { isrFlushToDisk: false, proxyClientMaxBodySize: 540_000 },
  // Images are served unchanged, because the optimizer would be one more attack surface.
  images: { unoptimized: true },
  // `npm test` checks all types, so a first start needn't wait for that.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  // Native or process-owning packages: loaded by Node at run time, never bundled.
  serverExternalPackages: ["@node-rs/argon2", "pg-boss", "pino"],
};

export default config;
