/** What is added to a forecast's name for the relations that people read beside it; all others are steps on the way. */
export const companionNames = ["scores", "backtest", "coefficients", "series"] as const;

/** Stands in the text of a forecast for the version that is made with it: its run. */
export const runIdMark = "\uE006";
