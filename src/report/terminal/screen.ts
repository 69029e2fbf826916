/** Where text goes: a terminal, a pipe, a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** How long lines are gathered before they are written, in milliseconds: smooth to the eye, few writes. */
const pauseMs = 60;

/**
 * Lines that stay, and below them one that changes.
 *
 * Lines are gathered and written together. The changing line is for terminals only: it is asked for again at every
 * write and taken away by `close`.
 */
export class Screen {
  private readonly output: Output;
  private readonly live: (() => string) | undefined;
  private readonly timer: ReturnType<typeof setInterval>;
  private pending = "";
  private shown = "";

  constructor(output: Output, live: (() => string) | undefined) {
    this.output = output;
    this.live = live;
    this.timer = setInterval(() => this.flush(), pauseMs);
    // A build that fails by a throw must not be kept alive by its progress.
    this.timer.unref();
  }

  line(text: string): void {
    this.pending += `${text}\n`;
  }

  close(): void {
    clearInterval(this.timer);
    this.write("");
  }

  private flush(): void {
    const live = this.live?.() ?? "";
    if (this.pending !== "" || live !== this.shown) this.write(live);
  }

  private write(live: string): void {
    const clear = this.shown === "" ? "" : "\r\u001b[2K";
    const text = `${clear}${this.pending}${live}`;
    this.pending = "";
    this.shown = live;
    if (text !== "") this.output.write(text);
  }
}
