/** Whether a file may go into the store: a complete Activity statement, of dates that can be, without what was injected. */
import { addDays, dayOf, type IsoDate } from "../../core/dates.ts";
import type { Diagnostic, Staged } from "../../core/diagnostics.ts";
import { type FlexDocument, type RawInput, readFlexFile } from "./document.ts";

/** A few statements were published with days before, but no account is older than the broker. */
const FIRST_DAY = "1977-01-01" as IsoDate;

/**
 * Reads a file and refuses what is no complete Activity statement: all refusals of `readFlexFile`, a count that does
 * not match (`flex/statement-count`), a statement without account or dates (`flex/bad-statement`), another kind of
 * query, markup that a browser injected, and dates after `today` (`flex/not-a-statement`). A statement without rows is
 * accepted: nothing happened. Where the value is null the diagnostics say why.
 */
export function acceptStatement(file: RawInput, today: IsoDate): Staged<FlexDocument | null> {
  const { value: document, diagnostics } = readFlexFile(file);
  const why = document === null ? diagnostics[0] : refusalOf(document, diagnostics, file, today);
  if (document !== null && why === undefined) return { value: document, diagnostics };
  return { value: null, diagnostics: why === undefined ? [] : [why] };
}

/** Why a document that could be read may not go into the store all the same; undefined where it may. */
export function refusalOf(
  document: FlexDocument,
  diagnostics: readonly Diagnostic[],
  file: RawInput,
  today: IsoDate,
): Diagnostic | undefined {
  const incomplete = diagnostics.find(
    ({ code }) => code === "flex/statement-count" || code === "flex/bad-statement",
  );
  if (incomplete !== undefined) return incomplete;
  const refusal = (
    said: Pick<Diagnostic, "message" | "expected" | "actual" | "hint">,
  ): Diagnostic => ({
    code: "flex/not-a-statement",
    at: [{ file: file.path, line: 1 }],
    ...said,
  });
  if (document.type !== "activity")
    return refusal({
      message: "the file is a Trade Confirmation statement",
      expected: "an Activity Flex statement",
      hint: "create an Activity Flex query in the portal (Performance & Reports > Flex Queries) and use that one",
    });
  if (Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length).includes("<script"))
    return refusal({
      message: "the file has a script in it",
      expected: "the bytes as the broker sent them",
      hint: "a browser extension changed it: download it in another browser, or fetch it",
    });
  const odd = document.statements.find(
    ({ from, to, generated }) =>
      from < FIRST_DAY ||
      to > today ||
      (generated !== null && dayOf(generated) > addDays(today, 1)),
  );
  if (odd === undefined) return undefined;
  return {
    ...refusal({
      message: "the statement has dates that cannot be",
      expected: `days up to ${today}`,
      actual: `${odd.from} to ${odd.to}`,
      hint: "check the date format of the query (yyyyMMdd or yyyy-MM-dd) and the clock of this computer",
    }),
    at: [odd.place],
  };
}
