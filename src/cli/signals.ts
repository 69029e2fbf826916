const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A stop that takes longer is cut short: what was not committed is not there, as after `kill -9`. */
const patienceMs = 800;

/**
 * SIGINT, SIGTERM and SIGHUP as exit codes.
 *
 * A signal ends the process at once, unless work that knows how to stop is under way: that is told to, and ends the
 * process by itself soon after. A second signal does not wait.
 */
export class Signals {
  private readonly say: (text: string) => void;
  private received: keyof typeof codes | undefined;
  private stop: ((signal: string) => void) | undefined;

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  listen(): void {
    for (const name of Object.keys(codes) as (keyof typeof codes)[]) process.on(name, () => this.receive(name));
  }

  /** The exit code of the signal that came; undefined while none did. */
  get code(): number | undefined {
    return this.received === undefined ? undefined : codes[this.received];
  }

  /** Runs work that ends soon after `stop` is called; `stop` says so in one line. */
  async during<T>(stop: (signal: string) => void, work: () => Promise<T>): Promise<T> {
    const outer = this.stop;
    this.stop = stop;
    try {
      return await work();
    } finally {
      this.stop = outer;
    }
  }

  private receive(name: keyof typeof codes): void {
    if (this.received !== undefined || this.stop === undefined) {
      if (this.received === undefined) this.say(`Stopped by ${name}.`);
      process.exit(codes[this.received ?? name]);
    }
    this.received = name;
    setTimeout(() => process.exit(codes[name]), patienceMs).unref();
    this.stop(name);
  }
}
