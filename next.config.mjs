import { PARTS, sourcesStamp } from "./installation/built.mjs";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A server with the few packages that it runs on, which the build moves to dist/web.
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  outputFileTracingExcludes: {
    // Only the optimizer of pictures would load sharp, and the web knows nothing of its installation.
    "*": ["node_modules/sharp/**", "node_modules/@img/**", "node_modules/typescript/**", "installation/**"],
  },
  // The same sources make the same files; a browser with pages of other sources loads them again.
  generateBuildId: () => sourcesStamp(PARTS.console),
  // The folder of a build may be read-only, and is never written to.
  // Of a body, Next holds as much in memory before any route has seen who sends it: the largest that a route takes, and a little.
  experimental: { isrFlushToDisk: false, proxyClientMaxBodySize: 540_000 },
  // Pictures are served as they are: the optimizer would be one more way in.
  images: { unoptimized: true },
  // `npm test` checks the types of everything; a first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  // Native or process-owning packages: loaded by Node at run time, never bundled.
  serverExternalPackages: ["@node-rs/argon2", "pg-boss", "pino"],
};

export default config;
