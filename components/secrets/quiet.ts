/** Icons of a row without pointer or focus: visible, but no more prominent than the row's text. */
export const QUIET = "[[role=row]:not(:hover,:focus-within)_&]:text-edge";
