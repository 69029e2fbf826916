/** ISO text in UTC as the ledger writes a time. */
export const sqlTime = (iso: string): string => iso.replace("T", " ").replace("Z", "");

/** The ledger's text of a time, as ISO text in UTC. */
export const isoTime = (text: string): string => (text.endsWith("Z") ? text : `${text.replace(" ", "T")}Z`);
