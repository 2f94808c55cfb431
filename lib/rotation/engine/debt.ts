import type { CredentialRow, RootRow } from "../store/store";

/** A credential whose account has to go or be looked for, and the admin key to do it with. */
export type Debt = { credential: CredentialRow; root: RootRow };
