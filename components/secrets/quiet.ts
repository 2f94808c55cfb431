/** Icons of a row that nobody points at and that has no focus: there, and no louder than the row's text. */
export const QUIET = "[[role=row]:not(:hover,:focus-within)_&]:text-edge";
