import { isAbsolute, join, relative } from "node:path";
import type { Origin } from "../../errors/rmodel-error.ts";

export interface Annotation {
  readonly level: "error" | "warning";
  readonly origin: Origin | undefined;
  readonly title: string;
  readonly message: string;
}

/**
 * A message that GitHub shows at a line of a pull request: `::error file=…,line=…,col=…,title=…::…`.
 *
 * @param root folder of the project
 * @param workspace folder of the repository, which GitHub's paths start from
 * @source GitHub Docs, workflow commands: `%`, CR and LF are escaped, in properties also `:` and `,`
 */
export function annotation({ level, origin, title, message }: Annotation, root: string, workspace: string): string {
  const place = origin === undefined ? [] : [["file", fileOf(origin.file, root, workspace)], ["line", origin.line], ["col", origin.column]];
  const properties = [...place, ["title", title]].map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${properties.join(",")}::${data(message)}`;
}

const fileOf = (file: string, root: string, workspace: string): string => relative(workspace, isAbsolute(file) ? file : join(root, file)).replaceAll("\\", "/");

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
