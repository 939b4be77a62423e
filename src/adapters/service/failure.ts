/** Why there is no statement: in words that hold no token and no address, with what to do and what it means for the next run. */
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { type FailureKind, SERVICE_CODES } from "../flex/codes.ts";
import type { Answer } from "./answer.ts";
import type { Token } from "./token.ts";

export interface Failure {
  readonly kind: FailureKind;
  /** Error code of the service, where it gave one. */
  readonly code: string | null;
  readonly message: string;
  readonly hint: string;
  /** Whether other queries of the same token would meet it too. */
  readonly ofToken: boolean;
  /** Whether the service may have begun a statement, so that asking anew soon would begin another. */
  readonly generating: boolean;
  /** Whether that statement may still be fetched with its reference code. */
  readonly resumable: boolean;
}

const NEXT = "fetch again at the next schedule";
const NOTHING_BEGUN = { ofToken: false, generating: false, resumable: false };

/** SendRequest brought no receipt. */
export function sendFailure(token: Token, answer: Answer): Failure {
  // Nothing says whether a request without an answer began a statement: it is treated as if it had.
  const unanswered = answer.kind === "ill" && answer.request === "unanswered";
  return {
    ...failureOf(token, answer, "a receipt"),
    generating: unanswered || isGenerationFailure(answer),
  };
}

/** Codes that stand for a statement that was begun: those that GetStatement would have answered with "not yet". */
const isGenerationFailure = (answer: Answer): boolean => {
  const known = answer.kind === "error" ? SERVICE_CODES[answer.code] : undefined;
  return known !== undefined && known.atGet === "poll" && known.atSend === "stop";
};

/** GetStatement brought no statement, though one was begun. */
export function getFailure(token: Token, answer: Answer): Failure {
  const failure = failureOf(token, answer, "a statement");
  const begun = failure.kind === "not ready" || failure.kind === "refused";
  return {
    ...failure,
    generating: begun,
    resumable: answer.kind === "ill" || answer.kind === "incomplete",
  };
}

/** The time for waiting is over. */
export const notInTime = (minutes: number, why: string): Failure => ({
  kind: "not ready",
  code: null,
  message: `the statement was not ready within ${minutes} minutes (last answer: ${why})`,
  hint: `${NEXT}; if it repeats, shorten the period or take heavy sections out of the query`,
  ofToken: false,
  generating: true,
  resumable: true,
});

/** What an answer is, in words for a person who waits. */
export function reasonOf(answer: Answer, expected: "a receipt" | "a statement"): string {
  if ("why" in answer) return answer.why;
  const found = answer.kind === "error" ? `error ${answer.code}` : `a ${answer.kind}`;
  return `the service answered with ${found} where ${expected} was due`;
}

function failureOf(token: Token, answer: Answer, expected: "a receipt" | "a statement"): Failure {
  if (answer.kind === "error") return codeFailure(token, answer);
  const message = token.mask(reasonOf(answer, expected));
  if (answer.kind === "ill")
    return { ...NOTHING_BEGUN, kind: "not ready", code: null, message, hint: NEXT };
  const hint = answer.kind === "foreign" && answer.hint !== "" ? answer.hint : NEXT;
  return { ...NOTHING_BEGUN, kind: "refused", code: null, message, hint };
}

function codeFailure(token: Token, { code, message }: Extract<Answer, { kind: "error" }>): Failure {
  const known = SERVICE_CODES[code];
  if (known !== undefined)
    return {
      ...NOTHING_BEGUN,
      kind: known.kind,
      code,
      message: `${known.meaning} (code ${code})`,
      hint: known.remedy,
      ofToken: known.ofToken,
    };
  return {
    ...NOTHING_BEGUN,
    kind: "not ready",
    code: /^\d+$/.test(code) ? code : null,
    message: `the service answered with an error that is not documented (code ${code}): "${shown(token, message)}"`,
    hint: `look the code up in IBKR's Flex Web Service reference; ${NEXT}`,
  };
}

/** A message of the service, safe to print: one short line without token, address or account number. */
const shown = (token: Token, message: string): string =>
  withoutAccountNumbers(token.mask(message))
    .replaceAll(/https?:\S+/gi, "(address)")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, 200);
