/** Our own mistakes stop the build; bad data never gets here, it becomes a diagnostic. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Error(`Lotbook made a mistake: ${why}. Please report it.`);
}
