/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Pictures are served as they are: the optimizer would be one more way in.
  images: { unoptimized: true },
  // `npm test` checks the types of everything; a first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  // Native or process-owning packages: loaded by Node at run time, never bundled.
  serverExternalPackages: ["@node-rs/argon2", "pg-boss", "pino"],
};

export default config;
