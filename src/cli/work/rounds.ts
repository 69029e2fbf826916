/** Saves come in bursts: an editor writes twice, a checkout writes a thousand files. */
const pauseMs = 20;

/** Work that is done again when it is asked for: one round at a time, and however often it is asked for meanwhile, one more. */
export class Rounds {
  private readonly work: (askedAt: number | undefined) => Promise<void>;
  private asked: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wake: () => void = () => {};
  private due = true;
  private stopped = false;

  constructor(work: (askedAt: number | undefined) => Promise<void>) {
    this.work = work;
  }

  /** @param at when the first save of a burst was made, in milliseconds since 1970 */
  ask(at: number): void {
    this.asked ??= at;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.due = true;
      this.wake();
    }, pauseMs);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.wake();
  }

  /** The first round, and then all that are asked for, until `stop`. */
  async run(): Promise<void> {
    while (!this.stopped) {
      if (this.due) {
        const { asked } = this;
        this.due = false;
        this.asked = undefined;
        await this.work(asked);
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    }
  }
}
