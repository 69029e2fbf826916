/** What an engine said about a statement. The run stage puts model, place and fix around it. */
export class EngineError extends Error {
  readonly statement: string;
  /** Position in the statement in UTF-16 units, where the engine tells. */
  readonly offset: number | undefined;
  /** The statement was cancelled by us. */
  readonly cancelled: boolean;
  /** What ended the statement, where that was a limit of the profile or the server: `statement_timeout of the profile: 200 ms`. */
  readonly limit: string | undefined;
  /** What to do, where the target has no space or does not grant a right. */
  readonly remedy: string | undefined;
  /** The same statement may succeed when it is sent again. */
  readonly transient: boolean;

  constructor(message: string, statement: string, details: { offset?: number; cancelled?: boolean; limit?: string; remedy?: string; transient?: boolean; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "EngineError";
    this.statement = statement;
    this.offset = details.offset;
    this.cancelled = details.cancelled ?? false;
    this.limit = details.limit;
    this.remedy = details.remedy;
    this.transient = details.transient ?? false;
  }
}
