/** Addresses within the site. Every link goes through {@link href}, which knows the base path. */

/** An address within the site as a page writes it: `/positions/` below the base path. */
export function href(path: string): string {
  const base = import.meta.env.BASE_URL ?? "/";
  return `${base.replace(/\/$/, "")}${path}`;
}

/** An id as the anchor of an element: without spaces, which no anchor may have. */
export const anchor = (id: string): string => id.replace(/\s/g, "_");

/** The part of an address after `#` that leads to an anchor. */
export const fragment = (id: string): string => `#${encodeURI(anchor(id)).replaceAll("#", "%23")}`;

/** Text as one part of a path: letters, digits, dots and hyphens. */
export const slugOf = (text: string): string =>
  text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "") || "unnamed";

/** A slug for each text, never the same for two. */
export function slugsOf(texts: Iterable<string>): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  for (const text of texts) {
    if (slugs.has(text)) continue;
    const plain = slugOf(text);
    let slug = plain;
    for (let count = 2; taken.has(slug.toLowerCase()); count++) slug = `${plain}-${count}`;
    taken.add(slug.toLowerCase());
    slugs.set(text, slug);
  }
  return slugs;
}
