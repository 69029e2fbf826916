/**
 * What zod says of a value, without the words that only programmers of zod know.
 *
 * @example zodMessage('Invalid option: expected one of "view"|"table"') // 'expected one of "view", "table"'
 * @example zodMessage("Invalid input: expected number, received NaN") // "expected number"
 */
export const zodMessage = (message: string): string => message.replace(/^Invalid (?:input|option): /, "").replace(/, received \w+$/, "").replaceAll('"|"', '", "');
