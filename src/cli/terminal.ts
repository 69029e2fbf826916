import type { Hide } from "../report/hide.ts";
import type { GlobalFlags } from "./environment.ts";
import { hiding } from "../report/hide.ts";

type Flags = Pick<GlobalFlags, "logFormat" | "logLevel" | "quiet">;

const levels = ["debug", "info", "warn", "error", "none"] as const;

/** Where commands write: answers to stdout, everything else to stderr, secrets nowhere. */
export class Terminal {
  private flags: Flags = { logFormat: "text", logLevel: "info" };
  private secrets: readonly string[] = [];
  hide: Hide = hiding([]);

  configure(flags: Flags): void {
    this.flags = flags;
  }

  /** From now on these texts are shown as `*****`. */
  conceal(secrets: readonly string[]): void {
    this.secrets = [...this.secrets, ...secrets];
    this.hide = hiding(this.secrets);
  }

  get concealed(): readonly string[] {
    return this.secrets;
  }

  /** The answer of a command: it is printed whatever the log level. */
  answer(text: string): void {
    process.stdout.write(`${this.hide.text(text)}\n`);
  }

  answerJson(value: unknown, indent?: number): void {
    process.stdout.write(`${this.hide.json(value, indent)}\n`);
  }

  note(text: string): void {
    this.log("info", text);
  }

  /** The end of a run, as results are told: on stdout. */
  closing(text: string, fields: object): void {
    if (!this.shows("info")) return;
    if (this.flags.logFormat === "json") this.answerJson({ time: new Date().toISOString(), level: "info", ...fields });
    else this.answer(text);
  }

  warn(text: string): void {
    this.log("warn", text);
  }

  error(text: string): void {
    this.log("error", text);
  }

  /** Says that a signal came, in place of the line of progress that stands there and of the terminal's ^C. */
  stopped(text: string): void {
    this.error(process.stderr.isTTY === true && this.flags.logFormat === "text" ? `\r\u001b[2K${text}` : text);
  }

  /** An error with more to tell than its text, for `--log-format json`. */
  problem(text: string, details: readonly object[]): void {
    if (this.flags.logFormat !== "json") return this.error(text);
    for (const detail of details) this.write("error", { event: "problem", ...detail });
  }

  private log(level: (typeof levels)[number], text: string): void {
    if (this.flags.logFormat === "json") this.write(level, { event: "message", message: text });
    else if (this.shows(level)) process.stderr.write(`${this.hide.text(text)}\n`);
  }

  private write(level: (typeof levels)[number], fields: object): void {
    if (this.shows(level)) process.stderr.write(`${this.hide.json({ time: new Date().toISOString(), level, ...fields })}\n`);
  }

  private shows(level: (typeof levels)[number]): boolean {
    const { quiet, logLevel } = this.flags;
    return levels.indexOf(level) >= levels.indexOf(quiet === true && logLevel !== "none" ? "error" : logLevel);
  }
}
