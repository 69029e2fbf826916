import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, keyColumns, stepNumber, timeColumn } from "./part-source.ts";
import { double, quoteText, select, statement } from "../sql.ts";
import { partsOfAll } from "./errors.ts";
import { candidatesOf } from "./picks.ts";
import { pastErrors } from "./gaussian.ts";
import { runIdMark } from "../published.ts";

/** The forecast: of each series by the candidate that was picked, fitted on the whole history, between bounds that hold the true value as often as asked. */
export function finalPart(plan: Plan): PartSource {
  const { spec } = plan;
  const conformal = spec.interval.kind === "conformal";
  return {
    name: "",
    description: "The forecast, one row per series and period ahead.",
    columns: [
      ...keyColumns(plan),
      timeColumn(plan, "The period that is forecast."),
      stepNumber,
      column("forecast", "double", "The forecast."),
      column("lower", "double", `Lower bound of the interval that holds ${spec.interval.level} of the true values; null where no error is known to learn from.`, true),
      column("upper", "double", "Upper bound of the interval.", true),
      column("model", "text", "The candidate that made it."),
      column("is_clamped", "boolean", "Whether a bound held it."),
      column("run_id", "text", "The run that made it."),
    ],
    grain: [...spec.keys, spec.time],
    parts: [...partsOfAll(plan, "candidates"), "picks", "blocks", "origins", "expected_errors", ...(conformal ? [] : partsOfAll(plan, "errors"))],
    inputs: {},
    sql: (words) => finalSql(plan, words),
  };
}

function finalSql(plan: Plan, words: Words): string {
  const { spec, keys, time } = plan;
  const { nameOf, spelling } = words;
  const { lower, upper } = spec.bounds;
  const conformal = spec.interval.kind === "conformal";
  const least = lower === undefined ? "lowest" : double(lower, spelling);
  const most = upper === undefined ? "highest" : double(upper, spelling);
  const inside = (expression: string): string => `greatest(least(${expression}, ${most}), ${least})`;
  const half = conformal ? "expected.expected_error * case when origins.n > 1 then coalesce(origins.scale, 0) end" : "expected.expected_error * coalesce(candidates.error, past.rmse)";
  const measure = conformal
    ? `\njoin ${nameOf("part:expected_errors")} as expected on expected.step = candidates.step`
    : `\njoin ${nameOf("part:expected_errors")} as expected on expected.is_told = (candidates.error is not null)\nleft join past on past.series_number = candidates.series_number and past.model = candidates.model and past.without = 0`;
  return statement(
    [
      ...(conformal ? [] : [pastErrors(plan, words)]),
      {
        name: "wide",
        query: select(
          [...keys.map((key) => `blocks.${key}`), `blocks.${time}`, "candidates.step", "candidates.forecast", `${half} as half`, "candidates.model", "candidates.is_clamped", "origins.lowest", "origins.highest"],
          `from ${candidatesOf(plan, "chosen", "fold = 0", words)} as candidates\njoin ${nameOf("part:blocks")} as blocks on blocks.block_number = candidates.block_number\njoin ${nameOf("part:origins")} as origins on origins.origin_number = candidates.origin_number${measure}`,
        ),
      },
      {
        name: "forecast",
        query: select(
          [
            ...keys, time, "step", "forecast",
            `case when half is not null then ${inside("forecast - half")} end as lower`,
            `case when half is not null then ${inside("forecast + half")} end as upper`,
            "model", "is_clamped", `${quoteText(runIdMark)} as run_id`,
          ],
          "from wide",
        ),
      },
    ],
    spelling,
  );
}
