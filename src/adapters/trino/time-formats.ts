import { RmodelError } from "../../errors/rmodel-error.ts";

/** Directives of strptime and strftime, as MySQL's formats, which Trino reads, have them. */
const directives: Readonly<Record<string, string>> = {
  Y: "%Y", m: "%m", d: "%d", H: "%H", I: "%h", M: "%i", S: "%s", p: "%p", y: "%y", b: "%b", B: "%M", a: "%a", A: "%W", j: "%j",
  "-d": "%e", "-m": "%c", "-H": "%k", "-I": "%l", "%": "%%",
};

/**
 * A format of strptime as Trino writes it, cut at each `%f`: its functions of time know milliseconds only.
 *
 * @throws RM3001 a directive that Trino has no word for
 */
export function trinoFormat(format: string): readonly string[] {
  return format.split(/(?<=^|[^%](?:%%)*)%f/).map((piece) => piece.replace(/%(-?.)/g, (found, directive: string) => {
    const written = Object.hasOwn(directives, directive) ? directives[directive] : undefined;
    if (written !== undefined) return written;
    throw new RmodelError("RM3001", undefined, `Trino cannot read or write ${found} in the format "${format}"`, `it knows ${Object.keys(directives).map((name) => `%${name}`).join(" ")} and %f`);
  }));
}
