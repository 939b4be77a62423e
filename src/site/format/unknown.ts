/** The word that stands for a value which is not known. */
import type { Unknown } from "../../core/amount.ts";

/** What the query does not export is not reported; everything else Lotbook does not know, and the reason says why. */
export const unknownWord = ({ code }: Unknown): "not reported" | "unknown" =>
  code === "SECTION_ABSENT" ? "not reported" : "unknown";
