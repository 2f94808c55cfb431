/**
 * A sentence of docs/security.md, and the tests that hold it ("file › title"). Null promises nothing: it points elsewhere,
 * heads a table, or says what Phase does not do.
 */
export type Claim = readonly [sentence: string, first: string | null, ...others: string[]];
