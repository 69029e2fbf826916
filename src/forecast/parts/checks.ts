import type { CheckSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { groupBy, quoteIdentifier, select, statement } from "../sql.ts";
import { isKnown, later, longestHistory, periodOf } from "./calendar.ts";

/** What the history, and the relation of what is known ahead, must keep to. */
export function seriesChecks(plan: Plan): readonly CheckSource[] {
  const { spec, keys, known } = plan;
  const of = [...spec.keys, spec.time];
  const target = quoteIdentifier(spec.target);
  return [
    {
      name: "one_row_a_period",
      description: "No period of a series has two rows.",
      inputs: { of },
      failures: ({ nameOf }) => repeated(plan, nameOf("of")),
    },
    {
      name: "keys_are_known",
      description: `No ${[...spec.keys, spec.time].join(" and no ")} is null.`,
      inputs: { of },
      failures: ({ nameOf }) => select([...keys, plan.time], `from ${nameOf("of")} as given\nwhere ${[...keys, plan.time].map((name) => `${name} is null`).join(" or ")}`),
    },
    {
      name: "history_is_no_longer",
      description: `From the first known target to the newest are at most ${longestHistory(plan)} ${spec.grain}s: a date further off is a mistake.`,
      inputs: { of: [spec.time, spec.target] },
      failures: (words) => tooLong(plan, words),
    },
    {
      name: "targets_can_be_computed_with",
      description: "No target is NaN, infinite or beyond 1e100: it counts as unknown.",
      inputs: { of: [...of, spec.target] },
      warns: true,
      failures: ({ nameOf, spelling }) => select([...keys, plan.time, target], `from ${nameOf("of")} as given\nwhere ${target} is not null and not (${isKnown(spec.target, spelling)})`),
    },
    {
      name: "every_series_is_known",
      description: "Every series has a known target: without one there is no forecast of it.",
      inputs: { of: [...spec.keys, spec.target] },
      warns: true,
      failures: ({ nameOf, spelling }) => `${select([...keys, "count(*) as n"], `from ${nameOf("of")} as given`)}${groupBy(keys)}\nhaving count(case when ${isKnown(spec.target, spelling)} then 1 end) = 0`,
    },
    ...(spec.weight === undefined ? [] : [{
      name: "weights_are_not_negative",
      description: `No ${spec.weight} is negative: errors would make up for each other.`,
      inputs: { of: [...of, spec.weight] },
      failures: ({ nameOf }: Words) => select([...keys, plan.time, quoteIdentifier(spec.weight!)], `from ${nameOf("of")} as given\nwhere ${quoteIdentifier(spec.weight!)} < 0`),
    }]),
    ...(known.length === 0 ? [] : [{
      name: "known_ahead_is_told",
      description: `${known.join(" and ")} of all periods ahead ${known.length === 1 ? "is" : "are"} told: without, a regression on ${known.length === 1 ? "it" : "them"} has no forecast of the series.`,
      inputs: {},
      warns: true,
      failures: ({ nameOf }: Words) => select([...keys, plan.time], `from ${nameOf("part:series")} as series\nwhere ahead > 0 and (${known.map((_, i) => `known${i + 1} is null`).join(" or ")})`),
    }]),
    ...(spec.grain !== "week" ? [] : [{
      name: "weeks_begin_alike",
      description: "All weeks begin on the same day of the week.",
      inputs: { of },
      failures: ({ nameOf }: Words) => oddWeekdays(plan, nameOf("of")),
    }]),
    ...(spec.fill !== "none" ? [] : [{
      name: "no_gaps",
      description: "Between the first and the last known target of a series no period is missing; otherwise say how gaps are filled.",
      inputs: { of: [...of, spec.target] },
      failures: (words: Words) => gaps(plan, words),
    }]),
    ...(spec.future === undefined || spec.future.length === 0 ? [] : [{
      name: "one_row_a_period_ahead",
      description: "No period of a series has two rows in the relation of what is known ahead.",
      inputs: { future: of },
      failures: ({ nameOf }: Words) => repeated(plan, nameOf("future")),
    }]),
  ];
}

/** A prediction that came twice would count twice. */
export function externalCheck(plan: Plan, external: string): CheckSource {
  const { spec } = plan;
  const hasOrigin = spec.withOrigin?.includes(external) === true;
  return {
    name: `one_prediction_a_period_${external}`,
    description: `${external} predicts no period of a series twice${hasOrigin ? " from one origin" : ""}.`,
    inputs: { [`external:${external}`]: [...spec.keys, spec.time, ...(hasOrigin ? ["origin"] : [])] },
    failures: ({ nameOf }) => repeated(plan, nameOf(`external:${external}`), hasOrigin ? ["origin"] : []),
  };
}

function repeated({ spec, keys, time }: Plan, relation: string, further: readonly string[] = []): string {
  const period = periodOf(time, spec.grain);
  const by = [...keys, period, ...further];
  return select([...keys, `${period} as ${time}`, ...further, "count(*) as n"], `from ${relation} as given\ngroup by ${by.join(", ")}\nhaving count(*) > 1`);
}

function oddWeekdays({ keys, time }: Plan, relation: string): string {
  const weekday = `mod(cast(extract(dow from cast(${time} as date)) as integer), 7)`;
  return select([...keys, time], `from (${select([...keys, time, `${weekday} as weekday`, `min(${weekday}) over () as usual`], `from ${relation} as given`)}) as weeks\nwhere weekday <> usual`);
}

/** The ends of a history that is longer than the calendar. */
function tooLong(plan: Plan, { nameOf, spelling }: Words): string {
  const { grain, target } = plan.spec;
  const period = periodOf(plan.time, grain);
  const ends = select([`min(${period}) as earliest`, `max(${period}) as newest`], `from ${nameOf("of")} as given\nwhere ${isKnown(target, spelling)}`);
  return select(["earliest", "newest"], `from (${ends}) as ends\nwhere newest >= ${later("earliest", String(longestHistory(plan)), grain)}`);
}

/** Series whose known periods are fewer than the calendar has between the first and the last of them. */
function gaps({ spec, keys, time }: Plan, { nameOf, spelling }: Words): string {
  const { grain, target } = spec;
  const period = periodOf(time, grain);
  const over = `over (${keys.length === 0 ? "" : `partition by ${keys.join(", ")} `}order by period)`;
  return statement(
    [
      { name: "known", query: select([...keys, `${period} as period`], `from ${nameOf("of")} as given\nwhere ${isKnown(target, spelling)}`) },
      { name: "followed", query: select([...keys, "period", `lead(period) ${over} as next_period`], "from known") },
      { name: "gaps", query: select([...keys, "period as last_before_gap", "next_period as first_after_gap"], `from followed\nwhere next_period > ${later("period", "1", grain)}`) },
    ],
    spelling,
  );
}
