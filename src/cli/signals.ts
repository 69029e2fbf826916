const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Turns the first signal into a clean stop; the second one ends the process. */
export function onSignals(stop: () => void): { readonly stopped: () => boolean; readonly code: () => number | undefined; readonly dispose: () => void } {
  let code: number | undefined;
  const handlers = Object.entries(codes).map(([signal, exit]) => {
    const handler = (): void => {
      if (code !== undefined) process.exit(exit);
      code = exit;
      stop();
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  return {
    stopped: () => code !== undefined,
    code: () => code,
    dispose: () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}
