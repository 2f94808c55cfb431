import * as z from "zod";
import { isUnreadable, listQuerySchema } from "./common";

const MOST = 20;
const LONGEST_NAME = 63;
const LONGEST_VALUE = 200;
const NAME = "[a-z0-9][a-z0-9._/-]*";

const labelNameSchema = z
  .string()
  .max(LONGEST_NAME, `At most ${LONGEST_NAME} characters in a label's name.`)
  .regex(
    new RegExp(`^${NAME}$`),
    "Use only a-z, 0-9 and . _ / - in a label's name, and begin it with a letter or digit.",
  );

const labelValueSchema = z
  .string()
  .trim()
  .min(1, "Enter a value for the label.")
  .max(LONGEST_VALUE, `At most ${LONGEST_VALUE} characters in a label's value.`)
  .refine((value) => !isUnreadable(value), "Use a single line without control or invisible characters.");

/** The labels of a resource, such as `{"team": "billing"}`. An edit replaces all of them. */
export const labelsSchema = z
  .record(labelNameSchema, labelValueSchema)
  .refine((labels) => Object.keys(labels).length <= MOST, `At most ${MOST} labels.`);
export type Labels = z.infer<typeof labelsSchema>;

/** Labels in responses. Stored labels aren't checked again. */
export const shownLabelsSchema = z.record(z.string(), z.string());

/** `label=team:billing` selects items with this label. It may be repeated, and all of them must match. */
const labelQuerySchema = z.preprocess(
  (label) => (typeof label === "string" ? [label] : label),
  z
    .array(
      z
        .string()
        .max(LONGEST_NAME + 1 + LONGEST_VALUE)
        .regex(new RegExp(`^${NAME}:.`, "su"), "Write a label as name:value, such as team:billing."),
    )
    .max(MOST, `At most ${MOST} labels.`),
);

/** The parameters of lists of named items. `name` selects exact matches. */
export const namedListQuerySchema = listQuerySchema.extend({
  name: z.string().max(1_000, "At most 1000 characters.").optional(),
  label: labelQuerySchema.optional(),
});
