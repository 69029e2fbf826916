/** What went wrong with a statement, as the protocol tells it. */
export interface FailureDetails {
  /**
   * `query`: the server refused or ended it; `connection`: it did not answer; `handshake`: it cannot be talked to as the
   * profile says; `answer`: its answer is none of Trino's; `cancelled`: by us.
   */
  readonly kind: "query" | "connection" | "handshake" | "answer" | "login" | "cancelled";
  /** Trino's name of the error, such as `SYNTAX_ERROR`. */
  readonly name?: string | undefined;
  /** `USER_ERROR`, `INTERNAL_ERROR`, `EXTERNAL` or `INSUFFICIENT_RESOURCES`. */
  readonly type?: string | undefined;
  /** Where in the statement, both from 1; columns are counted in code points. */
  readonly place?: { readonly line: number; readonly column: number } | undefined;
  readonly queryId?: string | undefined;
  /** Node's code of a connection that could not be made. */
  readonly code?: string | undefined;
}

export class Failure extends Error {
  readonly details: FailureDetails;

  constructor(message: string, details: FailureDetails) {
    super(message);
    this.name = "Failure";
    this.details = details;
  }
}
