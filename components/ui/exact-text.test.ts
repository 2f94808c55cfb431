import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editedText, shownText, textFacts } from "./exact-text";

const PEM = "-----BEGIN KEY-----\r\nAAAA\tBBBB\r\n-----END KEY-----\r\n";

/** What a text area does when `text` is typed or pasted over `start` to `end`. */
function edit(exact: string, start: number, end: number, text: string, asPaste: boolean): string {
  const before = shownText(exact);
  const inserted = shownText(text);
  const shown = before.slice(0, start) + inserted + before.slice(end);
  return editedText(exact, shown, start + inserted.length, asPaste ? { text, start, end } : null);
}

const texts = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r", "\r\n", "\t", " ", "é", "😀") });

describe("editedText", () => {
  it("keeps what is pasted byte for byte", () => {
    expect(edit("", 0, 0, PEM, true)).toBe(PEM);
    expect(edit(PEM, 0, shownText(PEM).length, "x\ry\r\n", true)).toBe("x\ry\r\n");
  });

  it("keeps the line breaks around an edit", () => {
    expect(edit(PEM, 20, 24, "CCCC", false)).toBe(PEM.replace("AAAA", "CCCC"));
    expect(edit("a\r\nb\nc", 3, 3, "\n", false)).toBe("a\r\nb\n\nc");
  });

  it("holds for any text, range and insertion: the pasted text is in its place, the rest is untouched", () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(), fc.nat(), (exact, inserted, one, other) => {
        const size = shownText(exact).length + 1;
        const [start = 0, end = 0] = [one % size, other % size].sort((a, b) => a - b);
        const result = edit(exact, start, end, inserted, true);
        const shown = shownText(exact).slice(0, start) + shownText(inserted) + shownText(exact).slice(end);
        // A lone CR before a pasted LF reads as one line break, so only the visible text is certain.
        expect(shownText(result)).toBe(shown);
        if (start === 0 && end === size - 1) expect(result).toBe(inserted);
      }),
    );
  });

  it("never loses what is shown when something is typed, deleted or undone", () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(), (exact, shown, caret) => {
        const result = editedText(exact, shownText(shown), caret % (shownText(shown).length + 1), null);
        expect(shownText(result)).toBe(shownText(shown));
      }),
    );
  });
});

describe("textFacts", () => {
  it("names what a masked value hides, and nothing for one plain line", () => {
    expect(textFacts("sk-proj-abc")).toBeNull();
    expect(textFacts(PEM)).toBe(
      "51 bytes, 3 lines, with carriage returns, ends with a line break. Stored exactly as typed.",
    );
    expect(textFacts(" é ")).toBe(
      "4 bytes, starts with whitespace, ends with whitespace. Stored exactly as typed.",
    );
  });
});
