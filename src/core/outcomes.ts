/** How an attempt to get a statement ended. */
export const OUTCOMES = [
  /** A new statement was stored. */
  "stored",
  /** The statement came and is stored already, or differs only in its time of generation. */
  "unchanged",
  /** A valid answer without any statement. */
  "empty",
  /** The others brought none: nothing to change, the token, the query or the settings, a lock, no complete statement. */
  "not ready",
  "credential",
  "configuration",
  "locked",
  "refused",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Whether it brought a statement, new or not. */
export const succeeded = ({ outcome }: { readonly outcome: Outcome }): boolean =>
  outcome === "stored" || outcome === "unchanged" || outcome === "empty";
