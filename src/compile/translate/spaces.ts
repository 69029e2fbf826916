/** What DuckDB's `trim` takes away when it is not told: spaces of all widths, but no tabs and no line breaks. */
export const spaces = "U&' \\00A0\\1680\\2000\\2001\\2002\\2003\\2004\\2005\\2006\\2007\\2008\\2009\\200A\\202F\\205F\\3000'";
