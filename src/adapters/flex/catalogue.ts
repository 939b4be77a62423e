/**
 * Everything that is known about Flex statements: the envelope, the sections with their rows, the attributes of each
 * row with type and meaning, value lists and codes. The catalogue never decides whether data is kept; what it does not
 * know is reported and kept. A name such as `Order` may stand in two sections with different attributes, so rows are
 * looked up by section and element.
 */
import raw from "./catalogue.json" with { type: "json" };

export type AttributeType =
  | "string"
  | "decimal"
  | "integer"
  | "date"
  | "time"
  | "datetime"
  | "boolean"
  | "enum"
  | "codeList"
  | "stringList"
  | "currency";

export interface SectionDefinition {
  readonly container: string;
  /** Its label in the portal's query editor, or null where it is not known. */
  readonly portalSection: string | null;
  readonly query: readonly ("AF" | "TCF")[];
  /** The container itself carries the data; it has no rows below it. */
  readonly single: boolean;
  /** An element between container and rows that carries no data. */
  readonly wrapper: string | null;
  /** Values of `levelOfDetail`. */
  readonly levels: readonly string[];
  /** Row elements whose attributes are known. */
  readonly rows: readonly string[];
  /** Row elements whose name is a guess, or whose attributes are not confirmed. */
  readonly rowsUnverified: readonly string[];
  /** Nobody has published a statement that holds this section. */
  readonly unverified: boolean;
}

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  /** The value list of an `enum`. */
  readonly enumName: string | null;
  /** One sentence for the reader of a page. */
  readonly meaning: string;
  readonly unverified: boolean;
}

export interface ValueList {
  /** More values exist than are listed, so an unlisted one is no news. */
  readonly open: boolean;
  /** Value → meaning. */
  readonly values: ReadonlyMap<string, string>;
}

type RawDefinition = readonly string[];
interface RawCatalogue {
  readonly envelope: Readonly<Record<string, Readonly<Record<string, RawDefinition>>>>;
  readonly sections: readonly (Partial<SectionDefinition> & { readonly container: string })[];
  /** `Section/Element` → its attribute names, joined by blanks. */
  readonly rows: Readonly<Record<string, string>>;
  /** Attribute name → what it is in most rows. */
  readonly attributes: Readonly<Record<string, RawDefinition>>;
  /** `Section/Element/name` → what it is there, where that differs. */
  readonly exceptions: Readonly<Record<string, RawDefinition>>;
  readonly enums: Readonly<
    Record<string, { readonly open: boolean; readonly values: Readonly<Record<string, string>> }>
  >;
  readonly codes: Readonly<Record<string, string>>;
}
const catalogue: RawCatalogue = raw as unknown as RawCatalogue;

const SECTIONS: ReadonlyMap<string, SectionDefinition> = new Map(
  catalogue.sections.map((section) => [
    section.container,
    {
      container: section.container,
      portalSection: section.portalSection ?? null,
      query: section.query ?? [],
      single: section.single ?? false,
      wrapper: section.wrapper ?? null,
      levels: section.levels ?? [],
      rows: section.rows ?? [],
      rowsUnverified: section.rowsUnverified ?? [],
      unverified: section.unverified ?? false,
    },
  ]),
);

const ENUMS: ReadonlyMap<string, ValueList> = new Map(
  Object.entries(catalogue.enums).map(([name, { open, values }]) => [
    name,
    { open, values: new Map(Object.entries(values)) },
  ]),
);

/** All codes of `notes`, `code` and `tradeCode` with their meaning. Case matters. */
export const CODE_MEANINGS: ReadonlyMap<string, string> = new Map(Object.entries(catalogue.codes));

const ROWS = new Map<string, ReadonlyMap<string, AttributeDefinition>>();

/** All known sections, in the order of the portal. */
export const knownSections = (): readonly SectionDefinition[] => [...SECTIONS.values()];

/** A section by its container's name, or undefined where the catalogue does not know it. */
export const sectionOf = (container: string): SectionDefinition | undefined =>
  SECTIONS.get(container);

/** The attributes of a row element of a section; undefined where the catalogue has none for it. */
export function attributesOf(
  container: string,
  element: string,
): ReadonlyMap<string, AttributeDefinition> | undefined {
  const key = `${container}/${element}`;
  const known = ROWS.get(key);
  const names = catalogue.rows[key];
  if (known !== undefined || names === undefined) return known;
  const built = new Map(
    names
      .split(" ")
      .map((name) => [
        name,
        definition(name, catalogue.exceptions[`${key}/${name}`] ?? catalogue.attributes[name]),
      ]),
  );
  ROWS.set(key, built);
  return built;
}

/** One attribute of a row element of a section, or undefined. */
export const attributeOf = (
  container: string,
  element: string,
  name: string,
): AttributeDefinition | undefined => attributesOf(container, element)?.get(name);

/** What each attribute means, by its name, for a page that shows raw rows. */
export const attributeMeanings = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(catalogue.attributes).flatMap(([name, found]) =>
      found[1] === undefined || found[1] === "" ? [] : [[name, found[1]]],
    ),
  );

/** One attribute of `FlexQueryResponse`, `FlexStatements` or `FlexStatement`, or undefined. */
export function envelopeAttribute(element: string, name: string): AttributeDefinition | undefined {
  const found = catalogue.envelope[element]?.[name];
  return found === undefined ? undefined : definition(name, found);
}

/** A value list by name (see {@link AttributeDefinition.enumName}), or undefined. */
export const valuesOf = (enumName: string): ValueList | undefined => ENUMS.get(enumName);

/** `enum:side?` → type, list and whether it is unverified. */
function definition(name: string, found: RawDefinition | undefined): AttributeDefinition {
  const [written = "string", meaning = ""] = found ?? [];
  const unverified = written.endsWith("?");
  const [type = "string", enumName = null] = (unverified ? written.slice(0, -1) : written).split(
    ":",
  );
  return { name, type: type as AttributeType, enumName, meaning, unverified };
}
