/** The id of a column's row; a prefix keeps names of a project apart from the page's own ids. */
export function columnRowId(column: string): string {
  return `column:${column}`;
}

/** Brings a part of the page into view and marks it for a moment. */
export function scrollToId(id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: id.startsWith("column:") ? "center" : "start", behavior: isCalm ? "auto" : "smooth" });
  target.classList.add("is-target");
  setTimeout(() => target.classList.remove("is-target"), 2500);
}
