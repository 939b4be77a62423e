/** A long list in parts of a size that one page can bear. */
export function partsOf<T>(all: readonly T[], size: number): readonly T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += size) parts.push(all.slice(from, from + size));
  return parts;
}

/** How many of a list are left out when only so many are shown. */
export const beyond = (all: readonly unknown[], shown: number): number =>
  all.length > shown ? all.length - shown : 0;
