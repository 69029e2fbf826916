import type { DocsFit, DocsRegression, DocsTerm } from "../docs-pictures.ts";
import type { DocsNode } from "../docs-data.ts";
import { dataTable, factList } from "./chart/data-table.ts";
import { emptyNote, section } from "./badges.ts";
import { formatCount } from "./format.ts";
import { formatNumber } from "./chart/chart-format.ts";
import { h } from "./dom.ts";
import { keyPicker } from "./chart/key-picker.ts";
import type { Site } from "./site.ts";

/** A regression's equations, one at a time, and what it was told to do. */
export function regression(_site: Site, { regression: found }: DocsNode): HTMLElement | undefined {
  if (found === undefined) return undefined;
  return section("coefficients", "Coefficients", found.keys.length === 0 ? undefined : formatCount(found.groupCount), found.missing === undefined && found.groups.length > 0 ? fits(found) : emptyNote(found.missing ?? "It has no equation."), factList(found.parameters));
}

function fits({ keys, groups, leftOut }: DocsRegression): HTMLElement {
  const stage = h("div", {});
  const show = (place: number): void => stage.replaceChildren(fitTable(groups[place]!));
  const picker = groups.length > 1 ? keyPicker(keys.join(", ") || "Equation", groups.map(({ label }) => label), show).element : undefined;
  show(0);
  return h("div", {}, h("div", { class: "forecast-bar" }, picker, leftOut.length > 0 && h("p", { class: "quiet" }, leftOut.join(" · "))), stage);
}

function fitTable(fit: DocsFit): HTMLElement {
  const facts = [
    ["n", formatCount(fit.rows)],
    ["R²", formatNumber(fit.rSquared)],
    ["adjusted R²", formatNumber(fit.adjustedRSquared)],
    ["σ of residuals", formatNumber(fit.sigma)],
    ["F", formatNumber(fit.fValue)],
    ["degrees of freedom", formatNumber(fit.df)],
    ...(fit.excluded > 0 ? [["rows left out", formatCount(fit.excluded)]] : []),
  ];
  const number = (text: string) => ({ text, isNumber: true });
  return h(
    "div",
    {},
    h("dl", { class: "facts" }, ...facts.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text)))),
    fit.terms.length === 0
      ? emptyNote("Too few rows for an equation.")
      : dataTable("Coefficients", [{ text: "Term" }, number("Estimate"), number("Std. error"), number("t"), number("p")], fit.terms.map((term) => ({ look: term.isDropped ? "is-dropped" : "", cells: termCells(term) }))),
  );
}

function termCells({ term, estimate, standardError, t, p, isDropped }: DocsTerm) {
  if (isDropped) return [h("code", {}, term), "dropped", "–", "–", "–"];
  return [h("code", {}, term), formatNumber(estimate), formatNumber(standardError), formatNumber(t), probability(p)];
}

/** Below a tenth of a thousandth the digits say nothing more. */
const probability = (p: number | null): string => (typeof p !== "number" ? "–" : p < 0.0001 ? "< 0.0001" : p.toFixed(4));
