import type { DocsEquation } from "../docs-pictures.ts";
import { formatNumber } from "./chart/chart-format.ts";
import { formatPlural } from "./format.ts";
import { h } from "./dom.ts";

/** The terms of a forecast's equation, the largest first: in as many columns as there is room for. */
export function equationTerms({ model, isChosen, terms, dropped, unlisted }: DocsEquation, whose: string): HTMLElement {
  const more = [
    ...(unlisted > 0 ? [`${formatPlural(unlisted, "smaller term")} not listed`] : []),
    ...(dropped > 0 ? [`${formatPlural(dropped, "term")} without a part: constant, or told by the others`] : []),
    ...(isChosen ? [] : ["not what makes the forecast: the best regression beside it"]),
  ];
  return h(
    "div",
    { class: "equation" },
    h("p", { class: "quiet" }, h("code", {}, model), `${whose}${more.length === 0 ? "" : ` · ${more.join(" · ")}`}`),
    h("dl", { class: "terms" }, ...terms.map(({ term, estimate }) => h("div", {}, h("dt", {}, h("code", {}, term)), h("dd", {}, formatNumber(estimate))))),
  );
}
