import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, keyColumns, seriesNumber, timeColumn } from "./part-source.ts";
import { double, partitionBy, quoteIdentifier, sameKeys, select, statement } from "../sql.ts";
import { periodOf } from "./calendar.ts";
import { largestValue, smallestValue } from "../rows.ts";
import { seriesChecks } from "./checks.ts";

/**
 * The series as the forecast sees them: without gaps, with the rows to forecast.
 *
 * A series begins with its first known target. With `fill` zero or forward all series end with the newest known period of any, so
 * that what ended earlier counts as filled; with `none` each ends with its own. Of a period without a target the other columns are
 * filled in the same way where they are null. A number that is NaN, infinite or beyond ±1e100 counts as unknown, one below 1e-50 as 0.
 */
export function seriesPart(plan: Plan): PartSource {
  const { spec, others, known, segments } = plan;
  const { future = [] } = spec;
  const read = [...new Set([...spec.keys, spec.time, spec.target, ...others, ...known, ...segments, ...[spec.weight, spec.scored].flatMap((name) => name ?? [])])];
  return {
    name: "series",
    description: "One row per series and period, gaps filled, the periods to forecast included.",
    columns: [
      ...keyColumns(plan),
      timeColumn(plan, "The period's date."),
      seriesNumber,
      column("t", "integer", "Number of the period, the same in all series."),
      column("position", "integer", "Periods behind the first one of the series."),
      column("ahead", "integer", "Periods behind the newest one of the history: 0 is that one, 1 and more are to forecast."),
      column("value", "double", "The target; null where it is to forecast.", true),
      column("is_filled", "boolean", "Whether the history had no target for the period."),
      column("weight", "double", "How much the period counts in wmae."),
      column("is_scored", "boolean", "Whether the period is scored."),
      ...segments.map((name) => column(name, "text", "Segment of the period.", true)),
      ...others.map((name, i) => column(`other${i + 1}`, "double", `${name}, of which the past is used.`, true)),
      ...known.map((name, i) => column(`known${i + 1}`, "double", `${name}, known ahead.`, true)),
    ],
    grain: [...spec.keys, spec.time],
    parts: ["calendar"],
    inputs: { of: read, ...(future.length === 0 ? {} : { future: [...spec.keys, spec.time, ...future] }) },
    checks: seriesChecks(plan),
    sql: (words) => seriesSql(plan, words),
  };
}

/** A column as a double; a boolean counts as 0 and 1, and what cannot be computed with as null. */
function number({ spec }: Plan, name: string, { spelling }: Words): string {
  const quoted = quoteIdentifier(name);
  if (spec.booleans?.includes(name) === true) return `case when ${quoted} then ${double(1, spelling)} when not ${quoted} then ${double(0, spelling)} end`;
  const value = double(quoted, spelling);
  return `case when abs(${value}) < ${double(smallestValue, spelling)} then ${double(0, spelling)} when abs(${value}) <= ${double(largestValue, spelling)} then ${value} end`;
}

function seriesSql(plan: Plan, words: Words): string {
  const { spec, keys, time, others, known, segments } = plan;
  const { future = [] } = spec;
  const { nameOf, spelling } = words;
  const one = double(1, spelling);
  const quotedSegments = segments.map(quoteIdentifier);
  const numbers = [
    `${number(plan, spec.target, words)} as value`,
    `${spec.weight === undefined ? one : number(plan, spec.weight, words)} as weight`,
    `${spec.scored === undefined ? "true" : quoteIdentifier(spec.scored)} as is_scored`,
    ...segments.map((name, i) => `cast(${quoteIdentifier(name)} as varchar) as ${quotedSegments[i]}`),
    ...others.map((name, i) => `${number(plan, name, words)} as other${i + 1}`),
    ...known.map((name, i) => `${number(plan, name, words)} as known${i + 1}`),
  ];
  const taken = ["value", "weight", "is_scored", ...quotedSegments, ...others.map((_, i) => `other${i + 1}`), ...known.map((_, i) => `known${i + 1}`)];
  const isAhead = (name: string): number => future.indexOf(name);
  const dated = (input: string, columns: readonly string[]) => select(["calendar.t", ...keys.map((key) => `given.${key}`), ...columns], `from (${input}) as given\njoin ${nameOf("part:calendar")} as calendar on calendar.time = given.given_time`);
  const history = select([...keys, `${periodOf(time, spec.grain)} as given_time`, ...numbers], `from ${nameOf("of")} as given`);
  const ahead = (): string => select([...keys, `${periodOf(time, spec.grain)} as given_time`, ...future.map((name, i) => `${number(plan, name, words)} as future${i + 1}`)], `from ${nameOf("future")} as given`);
  const firsts = select([...keys, "min(case when value is not null then t end) as first_t", "max(case when value is not null then t end) as own_t"], `from observed${keys.length === 0 ? "" : `\ngroup by ${keys.join(", ")}`}`);
  const last = spec.fill === "none" ? "own_t" : "max(own_t) over ()";
  return statement(
    [
      { name: "observed", query: dated(history, taken.map((name) => `given.${name}`)) },
      { name: "spans", query: select([...keys, "first_t", `${last} as last_t`, `${keys.length === 0 ? "1" : `row_number() over (order by ${keys.join(", ")})`} as series_number`], `from (${firsts}) as firsts\nwhere first_t is not null`) },
      {
        name: "spine",
        query: select(
          [...keys.map((key) => `spans.${key}`), "spans.series_number", "calendar.t", "calendar.time", "calendar.t - spans.first_t as position", "calendar.t - spans.last_t as ahead"],
          `from spans\njoin ${nameOf("part:calendar")} as calendar on calendar.t >= spans.first_t and calendar.t <= spans.last_t + ${spec.horizon}`,
        ),
      },
      ...(future.length === 0 ? [] : [{ name: "foreseen", query: dated(ahead(), future.map((_, i) => `given.future${i + 1}`)) }]),
      {
        name: "joined",
        query: select(
          [
            ...keys.map((key) => `spine.${key}`), "spine.series_number", "spine.t", "spine.time", "spine.position", "spine.ahead",
            "spine.ahead <= 0 and observed.value is null as is_filled",
            "case when spine.ahead <= 0 then observed.value end as value",
            `coalesce(observed.weight, ${one}) as weight`,
            `coalesce(observed.is_scored, ${spec.scored === undefined ? "true" : "false"}) as is_scored`,
            ...quotedSegments.map((name) => `observed.${name}`),
            ...others.map((_, i) => `case when spine.ahead <= 0 then observed.other${i + 1} end as other${i + 1}`),
            ...known.map((name, i) => `${isAhead(name) < 0 ? `observed.known${i + 1}` : `coalesce(observed.known${i + 1}, foreseen.future${isAhead(name) + 1})`} as known${i + 1}`),
          ],
          `from spine\nleft join observed on ${sameKeys("observed", "spine", [...keys, "t"])}${future.length === 0 ? "" : `\nleft join foreseen on ${sameKeys("foreseen", "spine", [...keys, "t"])}`}`,
        ),
        perRow: true,
      },
      ...filledSteps(plan, words),
      {
        name: "series",
        query: select(
          [
            ...keys, `time${time === '"time"' ? "" : ` as ${time}`}`, "cast(series_number as bigint) as series_number", "cast(t as bigint) as t", "cast(position as bigint) as position", "cast(ahead as bigint) as ahead",
            "value", "is_filled", "weight", "is_scored", ...quotedSegments, ...others.map((_, i) => `other${i + 1}`), ...known.map((_, i) => `known${i + 1}`),
          ],
          "from filled",
        ),
        perRow: true,
      },
    ],
    spelling,
  );
}

/** What a period of the history without a value counts as. */
function filledSteps({ spec, keys, segments, others, known }: Plan, { spelling }: Words) {
  const kept = [...keys, "series_number", "t", "time", "position", "ahead", "is_filled", "weight", "is_scored", ...segments.map(quoteIdentifier)];
  const numbers = ["value", ...others.map((_, i) => `other${i + 1}`), ...known.map((_, i) => `known${i + 1}`)];
  const only = (name: string, filled: string): string => `case when ahead <= 0 then ${filled} else ${name} end as ${name}`;
  switch (spec.fill) {
    case "none":
      return [{ name: "filled", query: select([...kept, ...numbers], "from joined") }];
    case "zero":
      return [{ name: "filled", query: select([...kept, ...numbers.map((name) => only(name, `coalesce(${name}, ${double(0, spelling)})`))], "from joined") }];
    case "forward":
      return [
        { name: "runs", query: select([...kept, ...numbers.flatMap((name) => [name, `count(${name}) over (${partitionBy(["series_number"])}order by t) as ${name}_run`])], "from joined") },
        { name: "filled", query: select([...kept, ...numbers.map((name) => only(name, `max(${name}) over (${partitionBy(["series_number", `${name}_run`]).trim()})`))], "from runs") },
      ];
  }
}
