/** Exit codes, as `rmodel --help` lists them; a signal's are in `signals.ts`. */
export const exitCodes = { ok: 0, failed: 1, refused: 2, bug: 3 } as const;
