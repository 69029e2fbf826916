export type ErrorCode = `RM${number}`;
