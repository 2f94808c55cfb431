import * as z from "zod";
import { refusalOf, VARIABLE_NAME } from "@/lib/formats/variable-name";

/** The name of an environment variable. */
export const envKeySchema = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(200, "At most 200 characters.")
  .regex(VARIABLE_NAME, "Use letters, digits and _, not starting with a digit.")
  .superRefine((name, context) => {
    const message = refusalOf(name);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
