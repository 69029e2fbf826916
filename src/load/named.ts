import type { DefinitionKind } from "./options.ts";
import type { Identity } from "./identity.ts";
import type { Modules } from "./evaluate.ts";
import type { NodeId } from "./node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import { identityOf, isSafeDomain, isSafeName, longestDomain, longestName } from "./identity.ts";
import { isDefinitionKind } from "./options.ts";

export interface Definition {
  readonly kind: DefinitionKind;
  readonly options: Record<string, any>;
  readonly origin: Origin;
  readonly companions?: Readonly<Record<string, Definition>>;
}

/** A definition under its name. */
export interface Named {
  readonly definition: Definition;
  /** What this was made along with. */
  readonly owner?: Definition;
  readonly identity: Identity;
  readonly path: string;
  readonly origin: Origin;
}

/** Which kinds each folder may define. */
const allowed: Readonly<Record<string, readonly DefinitionKind[]>> = {
  models: ["model", "forecast", "regression"],
  sources: ["source"],
  seeds: ["seed"],
  snapshots: ["snapshot"],
  tests: ["dataTest", "unitTest"],
};

/**
 * Names what the files of a project define.
 *
 * Every mistake is noted in `problems`. `ids` also has what cannot be used as it is: that is told once, not again by each
 * reference to it.
 */
export function namedDefinitions(modules: Modules, projectName: string, mapOrigin: (origin: Origin) => Origin, problems: Problems): { readonly named: readonly Named[]; readonly ids: ReadonlyMap<object, NodeId> } {
  const ids = new Map<object, NodeId>();
  const byId = new Map<string, Named>();
  const domains = new Map<string, string>();
  for (const [path, exports] of Object.entries(modules)) {
    const kinds = allowed[path.split("/")[0]!];
    if (kinds === undefined) continue;
    let found = 0;
    for (const { exportName, suffix, value, owner } of Object.entries(exports).flatMap(withCompanions)) {
      found++;
      const origin = mapOrigin(value.origin);
      const own = identityOf(path, projectName);
      const name = `${exportName === "default" ? own.name : exportName}${suffix}`;
      const identity = { ...own, name, id: `${own.domain}.${name}` };
      ids.set(value, identity.id);
      if (!kinds.includes(value.kind)) {
        problems.add("RM1011", origin, `a ${value.kind} cannot stand in ${path.split("/")[0]}/`, `that folder holds: ${kinds.join(", ")}`);
        continue;
      }
      if (exportName !== "default" && !kinds.includes("dataTest")) {
        problems.add("RM1012", origin, `a ${value.kind} is the default export of its file`, `write export default ${value.kind}({ … })`);
        continue;
      }
      if (!isSafeName(identity.name) || !isSafeDomain(identity.domain)) {
        problems.add("RM1013", origin, `"${identity.id}" is no usable name`, `names have letters, digits and _ only, do not start with a digit and have at most ${longestName} bytes; a domain has no double underscore and at most ${longestDomain} bytes`);
        continue;
      }
      const otherDomain = domains.get(identity.domain.toLowerCase()) ?? identity.domain;
      domains.set(identity.domain.toLowerCase(), otherDomain);
      if (otherDomain !== identity.domain) {
        problems.add("RM1014", origin, `the domain "${identity.domain}" differs from "${otherDomain}" in case only`, `move the file to ${path.replace(`/${identity.domain}/`, `/${otherDomain}/`)}: some engines do not tell them apart`);
        continue;
      }
      const clash = byId.get(identity.id.toLowerCase());
      if (clash !== undefined) {
        problems.add("RM1014", origin, `the name "${identity.id}" is taken by ${clash.path}:${clash.origin.line}`, "rename one of the files: a name is unique in its domain, whatever its kind and case");
        continue;
      }
      byId.set(identity.id.toLowerCase(), { definition: value, ...(owner === undefined ? {} : { owner }), identity, path, origin });
    }
    if (found === 0) problems.add("RM1012", { file: path, line: 1, column: 1 }, `this file defines nothing`, `write export default ${kinds[0]}({ … }), or move the file out of ${path.split("/")[0]}/`);
  }
  return { named: [...byId.values()], ids };
}

interface Exported {
  readonly exportName: string;
  /** What a companion adds to the name. */
  readonly suffix: string;
  readonly value: Definition;
  readonly owner?: Definition;
}

/** What a file exports, with the relations that are made along with it. */
function withCompanions([exportName, value]: readonly [string, unknown]): readonly Exported[] {
  if (!isDefinition(value)) return [];
  return [{ exportName, suffix: "", value }, ...Object.entries(value.companions ?? {}).map(([name, companion]) => ({ exportName, suffix: `__${name}`, value: companion, owner: value }))];
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === "object" && value !== null && isDefinitionKind((value as { kind?: unknown }).kind) && "options" in value;
