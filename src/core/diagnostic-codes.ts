/** Every code of a diagnostic with its severity and what it means; see `diagnostics.ts`. */
export type Severity = "error" | "warning" | "info";

interface CodeEntry {
  readonly severity: Severity;
  /** What the code means for the reader's figures, one sentence. */
  readonly meaning: string;
}

const code = (severity: Severity, meaning: string): CodeEntry => ({ severity, meaning });

export const CODES = {
  // The store and the settings
  "store/altered": code(
    "error",
    "A raw file no longer matches the hash in its name; its rows are not used.",
  ),
  "store/unreadable": code("error", "A file under data/ could not be read from disk."),
  "store/empty": code(
    "warning",
    "There is no statement under data/, so there is nothing to report.",
  ),
  "store/bad-run": code(
    "warning",
    "A line of runs.jsonl could not be read; what that run did is not remembered.",
  ),
  "settings/token-expires": code(
    "warning",
    "The Flex token expires within 30 days; statements cannot be fetched after that.",
  ),
  "settings/token-expired": code(
    "error",
    "The Flex token has expired by the date in lotbook.yml; statements cannot be fetched.",
  ),
  "settings/matches-nothing": code(
    "warning",
    "A name in lotbook.yml that is no account or instrument; the setting has no effect.",
  ),
  "settings/invalid": code(
    "error",
    "lotbook.yml has a value that cannot be used; the default stands in.",
  ),
  // Labels: what the user says about instruments and differences
  "labels/invalid": code(
    "error",
    "A file under labels/ or notes/ is no valid YAML, or has a key that means nothing; that part has no effect.",
  ),
  "waivers/invalid": code(
    "error",
    "A waiver cannot be used; it is not in force and hides nothing.",
  ),
  "waivers/expired": code(
    "warning",
    "A waiver is over; a difference that it accepted shows again.",
  ),
  "waivers/too-small": code("warning", "A difference is larger than its waiver accepts; it shows."),
  "waivers/matches-nothing": code("warning", "A waiver names no check; it has no effect."),
  "options/settlement-missing": code(
    "error",
    "An exercised or assigned option whose delivery or cash settlement is in no row; its result is unknown.",
  ),
  "options/underlying-differs": code(
    "warning",
    "The row of an exercised or assigned option names another underlying than the shares that it delivered by all its other terms.",
  ),
  "corporate-actions/undecided": code(
    "warning",
    "A corporate action that the statement does not determine; until it is decided, its instruments are provisional.",
  ),
  "corporate-actions/from-broker": code(
    "info",
    "A corporate action that the statement does not determine is booked as the broker's later rows have it.",
  ),
  "decisions/unfit": code(
    "error",
    "A decision does not fit its corporate action; it has no effect.",
  ),
  "decisions/matches-nothing": code(
    "warning",
    "A decision names no corporate action; it has no effect.",
  ),
  "waivers/not-needed": code("info", "What a waiver names agrees, or is explained without it."),
  "decisions/invalid": code("error", "A decision cannot be used; the action stays undecided."),
  "decisions/repeated": code("error", "An action is decided twice; neither entry is in force."),
  "accounts/not-listed": code(
    "error",
    "A statement is of an account that lotbook.yml does not list; it is refused.",
  ),
  // Fetching: how the last run of a query ended
  "fetch/credential": code(
    "error",
    "The broker refused the token; no statement comes until it is replaced.",
  ),
  "fetch/configuration": code(
    "error",
    "The broker refused the query or the request; no statement comes until it is mended.",
  ),
  "fetch/locked": code(
    "error",
    "The broker locked the token after too many failed attempts; nothing is asked for a day.",
  ),
  "fetch/not-ready": code(
    "warning",
    "The last run brought no statement; the figures are as old as the last one.",
  ),
  "fetch/refused": code(
    "error",
    "The broker's answer was no complete statement of your accounts; nothing of it was stored.",
  ),
  "fetch/window-shorter": code(
    "warning",
    "The broker's statement covers fewer days than were asked for.",
  ),
  // Files that are refused as a whole
  "flex/empty": code("error", "The file is empty."),
  "flex/not-xml": code("error", "The file is not XML (CSV, HTML, text); nothing of it is used."),
  "flex/not-a-statement": code(
    "error",
    "The file is XML, but not a Flex statement; nothing of it is used.",
  ),
  "flex/error-response": code(
    "error",
    "The file is an answer of the Flex service that carries an error instead of a statement.",
  ),
  "flex/malformed": code(
    "error",
    "The XML is cut off or not well-formed; nothing of the file is used.",
  ),
  "flex/doctype": code(
    "error",
    "The file has a DOCTYPE, which a Flex statement never has; it is refused unread.",
  ),
  // What a statement holds that the catalogue does not know
  "flex/unknown-section": code(
    "warning",
    "A section that is not in the catalogue; its rows are kept but used by no figure.",
  ),
  "flex/unknown-element": code(
    "warning",
    "A row that is not in the catalogue; it is kept but used by no figure.",
  ),
  "flex/unknown-attribute": code(
    "warning",
    "An attribute that is not in the catalogue; it is kept but used by no figure.",
  ),
  "flex/unknown-value": code(
    "warning",
    "A value that is not in the catalogue's list for this attribute.",
  ),
  "flex/unknown-code": code("warning", "A code that is not in the catalogue's list."),
  "flex/unexpected-text": code(
    "warning",
    "Text between elements, where a Flex statement has none; it is not used.",
  ),
  // Values that are not what their type says
  "flex/bad-number": code("error", "A value is not a number; what is computed from it is unknown."),
  "flex/thousands-separator": code(
    "warning",
    "A number has thousands separators where Flex writes none; it is read without them.",
  ),
  "flex/bad-date": code(
    "error",
    "A value is not a date or time; what is computed from it is unknown.",
  ),
  "flex/ambiguous-date": code("error", "A date with slashes has two readings; it is not read."),
  // What a statement lacks or repeats
  "flex/missing-attribute": code(
    "warning",
    "An attribute that figures need is not in the query; those figures are unknown.",
  ),
  "flex/missing-section": code(
    "warning",
    "A section that figures need is not in the query; those figures are unknown.",
  ),
  "flex/missing-value": code(
    "error",
    "A row lacks a value without which it cannot be booked; it is listed, not booked.",
  ),
  "flex/statement-count": code(
    "error",
    "The file does not hold as many statements as it says; it may be incomplete.",
  ),
  "flex/bad-statement": code(
    "error",
    "A statement has no readable account or dates; its rows are not used.",
  ),
  "flex/repeated-row": code(
    "warning",
    "One statement holds the same row twice under one transaction id; it counts once.",
  ),
  "flex/ambiguous-id": code(
    "warning",
    "Different rows of one statement share a transaction id; the id is not used to tell rows apart.",
  ),
  "flex/coarse-level": code(
    "warning",
    "The finest rows of a section are not exported; a coarser level is used.",
  ),
  "flex/trade-confirmations": code(
    "warning",
    "A Trade Confirmation statement: its rows are listed, not booked.",
  ),
  "flex/not-compared": code(
    "info",
    "Rows of a known section that no figure and no rule uses yet; they are kept.",
  ),
  // Many files
  "merge/row-changed": code(
    "warning",
    "The broker changed a row in a newer statement; the newer one counts, both are kept.",
  ),
  "merge/row-withdrawn": code(
    "warning",
    "A newer statement of the same days no longer has the row; it is left out.",
  ),
  "merge/row-missing": code(
    "warning",
    "A newer statement of the same days lacks the row, but may not export it; it still counts.",
  ),
  "merge/consolidated": code(
    "info",
    "Rows of a consolidated statement repeat those of its members; they are left out.",
  ),
  "coverage/gap": code(
    "warning",
    "Days between two statements are covered by none; what happened then is unknown.",
  ),
  // Booking
  "events/not-booked": code(
    "warning",
    "A kind of event that the ledger does not book yet; figures it touches are unknown.",
  ),
  "events/cancel-without-original": code(
    "warning",
    "A cancellation whose original is in no statement; its instrument's lots are unknown.",
  ),
  "lots/insufficient": code(
    "error",
    "A closing trade closes more than is open; the missing lots have an unknown basis.",
  ),
  "lots/opening-basis-unknown": code(
    "warning",
    "A position was held before the first statement and no lot rows give its basis.",
  ),
  "rates/unknown": code(
    "warning",
    "No row gives the rate of a currency on a day; base currency figures are unknown.",
  ),
  // The broker's figures
  "reconcile/differs": code(
    "error",
    "Our figure differs from the broker's by more than the tolerance, and no known cause explains it.",
  ),
} as const satisfies Record<string, CodeEntry>;
