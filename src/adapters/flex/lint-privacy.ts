/**
 * Fields of a query that no figure needs and that do harm: models, and what identifies a person. Fields are named, their
 * values never. (Flex protocol notes, section 12.)
 */
import { withoutAccountNumbers } from "../../core/privacy.ts";
import type { FlexDocument, FlexSection } from "./document.ts";
import type { Finding } from "./lint-need.ts";
import { fieldText, QUERY_EDITOR, sectionLabel } from "./lint-portal.ts";
import { isBlank } from "./values.ts";

/** Findings on models, personal fields, the account's alias and the query's name. */
export const lintPrivacy = (
  document: FlexDocument,
  sections: readonly FlexSection[],
): Finding[] => [...models(sections), ...personalData(sections), ...nameOfQuery(document)];

function models(sections: readonly FlexSection[]): Finding[] {
  const selected = sections.filter(({ columns }) => columns.has("model"));
  if (selected.length === 0) return [];
  const isModel = (name: string): boolean => name === "model";
  return [
    {
      severity: filled(selected, isModel).length > 0 ? "useful" : "advice",
      section: null,
      name: "model",
      problem: `the field Model is selected in ${listText(containers(selected))}`,
      effect: "in some accounts the broker then leaves cost basis and realized P&L at zero",
      path: `${QUERY_EDITOR} > Sections > each of them > untick Model`,
    },
  ];
}

const SHOWN = 3;

/** The first sections by name, and how many more there are. */
function listText(containers: readonly string[]): string {
  const names = containers.slice(0, SHOWN).map(sectionLabel).join(", ");
  return containers.length > SHOWN ? `${names} and ${containers.length - SHOWN} more` : names;
}

/** Fields that identify a person; no figure uses them. */
const PERSONAL =
  /^(name|masterName|primaryEmail|dateOfBirth|(street2?|city|state|country|postalCode)(ResidentialAddress)?|(accountRep|registeredRep)(Name|Phone)|beneficiaryDesignations)$/;

function personalData(sections: readonly FlexSection[]): Finding[] {
  const people = filled(
    sections.filter(({ container }) => container === "AccountInformation"),
    (name) => PERSONAL.test(name),
  );
  const aliased = containers(
    sections.filter((section) => filled([section], (name) => name === "acctAlias").length > 0),
  );
  const advice = {
    severity: "advice",
    effect: "no figure uses it, and it is stored in your repository",
  } as const;
  return [
    ...(people.length === 0
      ? []
      : [
          {
            ...advice,
            section: "AccountInformation",
            name: null,
            problem: `Account Information has personal data: ${people.map(fieldText).join(", ")}`,
            path: `${QUERY_EDITOR} > Sections > ${sectionLabel("AccountInformation")} > untick these fields`,
          },
        ]),
    ...(aliased.length === 0
      ? []
      : [
          {
            ...advice,
            section: null,
            name: "acctAlias",
            problem: `the alias of your account stands in ${listText(aliased)}`,
            path: `${QUERY_EDITOR} > Sections > each of them > untick Account Alias`,
          },
        ]),
  ];
}

/** The attributes of a kind that have a value in some row. */
function filled(
  sections: readonly FlexSection[],
  isWanted: (name: string) => boolean,
): readonly string[] {
  const found = new Set<string>();
  for (const { rows, columns } of sections) {
    const wanted = [...columns].filter(isWanted);
    if (wanted.length === 0) continue;
    for (const row of rows) {
      const attributes = row.attributes();
      for (const name of wanted) if (!isBlank(attributes.get(name) ?? "")) found.add(name);
      if (wanted.every((name) => found.has(name))) break;
    }
  }
  return [...found];
}

const containers = (sections: readonly FlexSection[]): readonly string[] => [
  ...new Set(sections.map(({ container }) => container)),
];

function nameOfQuery({ queryName }: FlexDocument): Finding[] {
  if (withoutAccountNumbers(queryName) === queryName) return [];
  return [
    {
      severity: "advice",
      section: null,
      name: null,
      problem: "the name of the query holds an account number",
      effect: "it is stored with every statement",
      path: `${QUERY_EDITOR} > Query Name`,
    },
  ];
}
