/** Figures of an account with segments: only those of the same segments can be compared. */
import type { OfMembers } from "../../events/assertion.ts";

/** Why two figures differ that are not of the same segments; null where they are, or where there is but one of them. */
export const ofOtherMembers = (one: OfMembers, other: OfMembers | undefined): string | null =>
  other === undefined || one.members === other.members
    ? null
    : "not all segments of the account have both figures for these days";
