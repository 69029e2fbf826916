import type { CheckSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { double, quoteIdentifier, select, statement } from "../sql.ts";
import { periodOf } from "./calendar.ts";

/** What the history, and the relation of what is known ahead, must keep to. */
export function seriesChecks(plan: Plan): readonly CheckSource[] {
  const { spec, keys } = plan;
  const of = [...spec.keys, spec.time];
  return [
    {
      name: "one_row_a_period",
      description: "No period of a series has two rows.",
      inputs: { of },
      failures: ({ nameOf }) => repeated(plan, nameOf("of")),
    },
    ...(keys.length === 0 ? [] : [{
      name: "keys_are_known",
      description: "No key is null.",
      inputs: { of },
      failures: ({ nameOf }: Words) => select([...keys, plan.time], `from ${nameOf("of")} as given\nwhere ${keys.map((key) => `${key} is null`).join(" or ")}`),
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

/** Series whose known periods are fewer than the calendar has between the first and the last of them. */
function gaps({ spec, keys, time }: Plan, { nameOf, spelling }: Words): string {
  const { grain, target } = spec;
  const period = periodOf(time, grain);
  const unit = grain === "month" ? "interval '1' month" : grain === "week" ? "interval '7' day" : "interval '1' day";
  const over = `over (${keys.length === 0 ? "" : `partition by ${keys.join(", ")} `}order by period)`;
  return statement(
    [
      { name: "known", query: select([...keys, `${period} as period`], `from ${nameOf("of")} as given\nwhere abs(${double(quoteIdentifier(target), spelling)}) <= ${double(1e100, spelling)}`) },
      { name: "followed", query: select([...keys, "period", `lead(period) ${over} as next_period`], "from known") },
      { name: "gaps", query: select([...keys, "period as last_before_gap", "next_period as first_after_gap"], `from followed\nwhere next_period > cast(period + ${unit} as date)`) },
    ],
    spelling,
  );
}
