/** What is wrong with a declared forecast, at the option that says it. */
export interface Problem {
  /** The option that it is about, as users call it. */
  readonly option: string;
  readonly message: string;
  readonly fix: string;
}
