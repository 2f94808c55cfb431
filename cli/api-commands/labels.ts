import { parseLabel } from "../option-parsers";
import type { CommandOption } from "./command";

const LABEL = { flag: "--label <name=value>", parse: parseLabel, isList: true } as const;

/** Sets the labels of what is created. */
export const LABELS: CommandOption = {
  ...LABEL,
  does: "label such as team=billing; may be repeated",
  body: "labels",
};

export const NEW_LABELS: CommandOption = {
  ...LABELS,
  does: 'label such as team=billing, in place of all labels; may be repeated; "" removes them',
};

export const LABEL_FILTER: CommandOption = {
  ...LABEL,
  does: "only those with this label, such as team=billing; may be repeated",
  query: "label",
};
