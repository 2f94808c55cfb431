/** The name of the database that the bundled PostgreSQL serves. */
export const BUNDLED_DATABASE = "phase";
