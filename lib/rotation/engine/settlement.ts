import type { CredentialRow, RootRow } from "../store/store";

/** A credential whose account must be deleted or searched for, and the admin key for that. */
export type Settlement = { credential: CredentialRow; root: RootRow };
