import { yamlText } from "@/lib/formats/yaml-text";
import { nearest } from "@/lib/requests/field-names";
import { CliError } from "./exit";

/** A limit is needed because a small template may use a large value many times. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Filters that encode a value. Without a filter, the value is unchanged. */
export const FILTERS: Readonly<Record<string, (value: string) => string>> = {
  json: (value) => JSON.stringify(value),
  yaml: yamlText,
  shell: (value) => `'${value.replaceAll("'", "'\\''")}'`,
  url: encodeURIComponent,
  base64: (value) => Buffer.from(value).toString("base64"),
};

/** Returns the template with values in place of `{{ KEY }}`. @throws CliError with file and line, never with a value */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
  file: string,
): string {
  let length = template.length;
  return template.replace(
    /\{\{(?: *"\{\{" *\}\}|([^{}\n]*)\}\})?/g,
    (found: string, inner: string | undefined, at: number) => {
      const refuse = (why: string): never => {
        throw new CliError(`${file}:${template.slice(0, at).split("\n").length}: ${why}`);
      };
      if (inner === undefined && found !== "{{") return "{{";
      const [, key, filter] = /^\s*(\w+)\s*(?:\|\s*(\w+)\s*)?$/.exec(inner ?? "") ?? [];
      if (key === undefined)
        return refuse('Write {{ KEY }} or {{ KEY | FILTER }}. For two braces as text, write {{ "{{" }}.');
      const value = Object.hasOwn(values, key) ? values[key] : undefined;
      if (value === undefined)
        return refuse(`The environment has no secret named ${key}.${meant(key, Object.keys(values))}`);
      const write = filter === undefined ? String : Object.hasOwn(FILTERS, filter) && FILTERS[filter];
      if (!write) {
        const known = Object.keys(FILTERS);
        return refuse(
          `No filter named ${filter ?? ""}.${meant(filter ?? "", known)} Use ${known.join(", ")}.`,
        );
      }
      if (!value.isWellFormed()) return refuse(`The value of ${key} is not valid Unicode.`);
      if (filter === "shell" && value.includes("\0"))
        return refuse(`The value of ${key} holds a NUL, which no shell can read.`);
      const text = write(value);
      length += text.length;
      if (length > MOST_CHARACTERS) return refuse("The result is too large.");
      return text;
    },
  );
}

function meant(name: string, known: string[]): string {
  const found = nearest(name, known);
  return found === null ? "" : ` Did you mean ${found}?`;
}
