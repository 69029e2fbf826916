import { InvalidArgumentError, Option } from "commander";

const list = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const selectionOptions = (): readonly Option[] => [
  new Option("-s, --select <spec...>", "nodes to take: name, path/, tag:x, state:modified, +upstream, downstream+, a,b for both").argParser(list).default([]),
  new Option("--exclude <spec...>", "nodes to leave out of the selection").argParser(list).default([]),
];

export const allowEmptyOption = (): Option => new Option("--allow-empty", "a selection that matches nothing is no error");

/** @throws InvalidArgumentError the text is no whole number from `least` to `most` */
export const wholeNumber = (least: number, most: number) => (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`);
  return value;
};

/** A moment as ISO text in UTC; without a zone it is UTC already. */
export function moment(text: string): string {
  const known = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?(?<zone>Z|[+-]\d\d:\d\d)?$/.exec(text);
  const time = known === null ? NaN : Date.parse(text.length === 10 || known.groups!.zone !== undefined ? text : `${text}Z`);
  if (Number.isNaN(time)) throw new InvalidArgumentError("It has to be ISO text such as 2024-01-31T12:00:00Z.");
  return new Date(time).toISOString();
}

/** Seconds; a bare `--wait` is an hour. */
export const waitOption = (): Option =>
  new Option("--wait [seconds]", "wait while another build uses the target; without a number up to an hour").argParser((text: string) => wholeNumber(0, 604_800)(text === "true" ? "3600" : text)).preset("3600");

export const threadsOption = (): Option => new Option("--threads <n>", "how many nodes to work on at the same time (default: the profile's)").argParser(wholeNumber(1, 256));

export const executionTimeOption = (): Option => new Option("--execution-time <time>", "clock of the build, ISO text in UTC (default: now)").argParser(moment);
