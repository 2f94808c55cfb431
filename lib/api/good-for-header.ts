/** Of an answer with values: for how many seconds a copy of them certainly works, while nobody breaks the glass. */
export const GOOD_FOR_HEADER = "phase-good-for";
