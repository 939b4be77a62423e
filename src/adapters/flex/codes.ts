/**
 * The error codes of the Flex Web Service: what each means, what the user does about it, and what a client may do next
 * at either step. The service always answers HTTP 200 with them; the status (Fail, Warn) decides nothing.
 * (Flex protocol notes, section 8.)
 */

/** Why there is no statement, by what has to happen next. */
export type FailureKind =
  /** The token was refused: expired, invalid, or not from this address. */
  | "credential"
  /** Something in the portal or in lotbook.yml has to be changed. */
  | "configuration"
  /** Too many failed attempts; every further one may prolong it. */
  | "locked"
  /** Nothing to change: a later run may succeed. */
  | "not ready"
  /** The service answered with something that is no complete statement. */
  | "refused";

export interface ServiceCode {
  readonly meaning: string;
  readonly remedy: string;
  readonly kind: Exclude<FailureKind, "refused">;
  /** At SendRequest: give up, ask once more after a pause (no job was created), or once more without dates. */
  readonly atSend: "stop" | "pause" | "without dates";
  /** At GetStatement: ask again for the same reference code, the same at a slower pace, or give up. */
  readonly atGet: "poll" | "poll slower" | "stop";
  /** Whether it says something about the token, so that other queries would meet it too. */
  readonly ofToken: boolean;
}

const NEXT = "nothing to do: fetch again at the next schedule";
const SOON = "nothing to do: typical shortly after the nightly batch; fetch again later";

const code = (
  meaning: string,
  remedy: string,
  rest: Partial<Omit<ServiceCode, "meaning" | "remedy">> = {},
): ServiceCode => ({
  meaning,
  remedy,
  kind: "not ready",
  atSend: "stop",
  atGet: "stop",
  ofToken: false,
  ...rest,
});
const polled = (meaning: string, remedy: string): ServiceCode =>
  code(meaning, remedy, { atGet: "poll" });

export const SERVICE_CODES: Readonly<Record<string, ServiceCode>> = {
  "1001": polled(
    "the statement could not be generated now",
    "fetch again at the next schedule; if it repeats, shorten the period or take heavy sections out of the query",
  ),
  "1003": code(
    "the statement is not available",
    "check the period: future days, days before the account was opened, or days that only the portal still has (run the query there and import the file)",
    { atSend: "without dates" },
  ),
  "1004": polled("the statement is incomplete", NEXT),
  "1005": polled("settlement data is not ready", SOON),
  "1006": polled("FIFO profit and loss is not ready", SOON),
  "1007": polled("mark-to-market profit and loss is not ready", SOON),
  "1008": polled("profit and loss is not ready", SOON),
  "1009": code("the server is under heavy load", NEXT, { atSend: "pause", atGet: "poll" }),
  "1010": code(
    "legacy Flex queries are no longer supported",
    "create the query anew as an Activity Flex query in the portal",
    { kind: "configuration" },
  ),
  "1011": code(
    "the service account is inactive",
    "enable the Flex Web Service in the portal again",
    { kind: "configuration", ofToken: true },
  ),
  "1012": code(
    "the token has expired",
    "create a new token in the portal and update the secret IBKR_FLEX_TOKEN",
    { kind: "credential", ofToken: true },
  ),
  "1013": code(
    "the address is not allowed",
    "remove the address restriction from the token, or fetch from an allowed address",
    { kind: "credential", ofToken: true },
  ),
  "1014": code(
    "the query is invalid",
    "check the query id; it must belong to the user of the token",
    {
      kind: "configuration",
    },
  ),
  "1015": code(
    "the token is invalid",
    "copy the current token from the portal again; a new token voids the old one",
    { kind: "credential", ofToken: true },
  ),
  "1016": code(
    "the account is invalid",
    "the query refers to an account that was closed or migrated; edit the query",
    { kind: "configuration" },
  ),
  "1017": code("the reference code is invalid", NEXT),
  "1018": code(
    "too many requests from this token",
    "wait a minute; look for another client that uses the same token",
    { atSend: "pause", atGet: "poll slower", ofToken: true },
  ),
  "1019": polled("the statement is being generated", NEXT),
  "1020": code(
    "the request is invalid or cannot be validated",
    "check that token and query belong together; a new token or query may need some hours",
    { kind: "configuration", atSend: "without dates" },
  ),
  "1021": polled("the statement could not be retrieved now", NEXT),
  "1025": code(
    "too many failed attempts",
    "do nothing until tomorrow, then fix the cause (token, query); each attempt may prolong the lock",
    { kind: "locked", ofToken: true },
  ),
};
