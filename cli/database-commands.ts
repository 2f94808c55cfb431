import type { Io } from "./io";

export type BootstrapOptions = {
  email: string;
  tokenName?: string | undefined;
  tokenDays?: number | null | undefined;
};

/** Commands that use the database directly, not through the server. Each returns its exit code. */
export type DatabaseCommands = {
  bootstrap(io: Io, options: BootstrapOptions): Promise<number>;
  keysStatus(io: Io): Promise<number>;
  keysRotate(io: Io): Promise<number>;
  auditVerify(io: Io): Promise<number>;
  adoptInstance(io: Io): Promise<number>;
  databaseMigrate(io: Io): Promise<number>;
  databaseSave(io: Io, path: string): Promise<number>;
  databaseLoad(io: Io, path: string): Promise<number>;
  /** Null without an installation, when there is only a server to ask. */
  doctor: ((io: Io) => Promise<number>) | null;
};
