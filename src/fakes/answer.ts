/** What a fake service can be told to answer, and where its statements come from. */

export type Step = "SendRequest" | "GetStatement";
export type Bytes = string | Uint8Array;

/**
 * An answer other than the usual one. Some stand on their own; those under "the usual answer" change what the service
 * would have said, and at GetStatement they change the finished statement, however often it would still have said that
 * it is not ready.
 */
export type Answer =
  /** An error of the service. Without `status`, the one that the service gives; null leaves the element out. */
  | {
      readonly kind: "code";
      readonly code: number;
      readonly status?: "Fail" | "Warn" | null;
      readonly message?: string | ((token: string) => string);
    }
  | { readonly kind: "html"; readonly status?: number; readonly body?: string }
  | {
      readonly kind: "redirect";
      readonly status: 301 | 302 | 303 | 307 | 308;
      readonly location: string;
    }
  | { readonly kind: "status"; readonly status: 500 | 502 | 503; readonly body?: string }
  | {
      readonly kind: "body";
      readonly body: Bytes;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Status 200 and nothing. */
  | { readonly kind: "empty" }
  | { readonly kind: "csv" }
  /** The success envelope of SendRequest where a statement belongs. */
  | { readonly kind: "envelope-as-statement" }
  /** The token within a statement (as a comment) or within an HTML page; `encoded`: as it stands in a URL. */
  | {
      readonly kind: "echo-token";
      readonly in: "statement" | "html";
      readonly encoded?: boolean;
    }
  /** The connection is torn down without an answer. */
  | { readonly kind: "reset" }
  /** The request is taken and never answered. */
  | { readonly kind: "hang" }
  // The usual answer, but …
  /** … with another address (null: without one). */
  | { readonly kind: "url"; readonly url: string | null }
  /** … cut and declared as long as what is left; `at` below 1 is a share, else a count of bytes. */
  | { readonly kind: "truncated"; readonly at: number }
  /** … cut with the length of the whole declared, then the connection is torn down. */
  | { readonly kind: "cut"; readonly at: number }
  /** … in pieces of so many bytes, so many milliseconds apart. */
  | { readonly kind: "slow"; readonly chunk: number; readonly ms: number }
  /** … after so many milliseconds; also that it is not ready yet. */
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "gzip" }
  /** … compressed, with a byte changed so that it cannot be unpacked. */
  | { readonly kind: "gzip-broken" }
  /** … behind a UTF-8 byte order mark. */
  | { readonly kind: "bom" }
  /** … declared and encoded as ISO-8859-1, with a comment that is not UTF-8. */
  | { readonly kind: "latin1" }
  /** … made larger than so many megabytes by rows of exchange rates. */
  | { readonly kind: "large"; readonly megabytes: number };

/** What a request asks of a query. Dates are `yyyyMMdd`; `days` is the parameter `p`. */
export interface Ask {
  readonly queryId: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: number;
  /** 1 for the first request that reached the generation of this query, then 2, … */
  readonly attempt: number;
}

/** A statement, or what makes one. An {@link Answer} is given at SendRequest; one with a code is a failed generation. */
export type StatementSource = Bytes | ((ask: Ask) => Bytes | Answer);

/** One line of a fault script. */
export interface ScriptStep {
  readonly step: Step;
  /** Only for this query. */
  readonly query?: string;
  /** How often. Default: once. */
  readonly times?: number;
  readonly answer: Answer;
}
