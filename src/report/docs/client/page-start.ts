import { h } from "./dom.ts";
import { formatTime } from "./format.ts";
import { startSections } from "./start-sections.ts";
import type { Site } from "./site.ts";

/** The first page: what the project is, how it stands, and where to go. */
export function startPage(site: Site): HTMLElement {
  const { project } = site.data;
  return h(
    "article",
    { class: "page start" },
    h(
      "header",
      { class: "start-header" },
      h("h1", {}, project.name),
      h("p", { class: "quiet" }, `${project.engine} · target ${project.target} · written ${formatTime(project.generatedAt)} by rmodel ${project.version}`),
    ),
    ...startSections.flatMap((make) => make(site) ?? []),
  );
}
