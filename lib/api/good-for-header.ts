/** The number of seconds for which a copy of the values keeps working, unless someone uses break-glass. */
export const GOOD_FOR_HEADER = "phase-good-for";
