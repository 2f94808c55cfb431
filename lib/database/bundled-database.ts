/** The name of the one database that the bundled PostgreSQL is there for. */
export const BUNDLED_DATABASE = "phase";
