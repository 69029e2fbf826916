import type { ColumnNode, TestNode } from "./node.ts";
import type { ColumnTest, TableTest, TestOptions } from "../define/test.ts";
import type { ColumnSpec } from "../define/column.ts";
import type { Identity } from "./identity.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import type { References } from "./references.ts";

interface TestedOptions {
  readonly columns: Readonly<Record<string, { readonly spec: Pick<ColumnSpec, "tests"> }>>;
  readonly grain?: readonly string[];
  readonly tests?: readonly TableTest[];
}

/** Every test of a relation: those of its columns in their order, that of its grain, those of the whole. */
export function testsOf(identity: Identity, options: TestedOptions, columns: readonly ColumnNode[], origin: Origin, references: References, problems: Problems): readonly TestNode[] {
  const found: TestNode[] = [];
  const add = (spec: ColumnTest | TableTest, place: Origin, column?: string): void => {
    const plain = (spec.options.name ?? [spec.kind, identity.name, column].filter(Boolean).join("_")).replace(/\W+/g, "_");
    const twins = found.filter(({ name }) => name === plain || name.replace(/_\d+$/, "") === plain).length;
    const name = twins === 0 ? plain : `${plain}_${twins + 1}`;
    const named = withIds(spec, place, identity.id, references);
    found.push({ id: `${identity.domain}.${name}`, name, kind: spec.kind, node: identity.id, ...(column === undefined ? {} : { column }), spec: named, ...common(spec.options, place, identity.id, references), origin: place });
    check(named, place, problems);
  };
  for (const { name, origin: place } of columns) for (const spec of options.columns[name]!.spec.tests) add(spec, place, name);
  const { grain } = options;
  const alreadyUnique = grain?.length === 1 && options.columns[grain[0]!]?.spec.tests.some(({ kind, options: own }) => kind === "unique" && own.where === undefined);
  if (grain !== undefined && !alreadyUnique) add(grainTest(grain), problems.near(origin, "grain"));
  for (const spec of options.tests ?? []) add(spec, "expression" in spec ? references.place(spec.expression.origin) : problems.near(origin, "tests"));
  return found;
}

function grainTest(grain: readonly string[]): TableTest {
  const nowhere = { file: "", line: 0, column: 0 };
  const columns = grain.map((name) => ({ kind: "fragment" as const, origin: nowhere, parts: [{ kind: "identifier" as const, name }] }));
  return { kind: "unique_combination", columns, options: {} };
}

function withIds(spec: ColumnTest | TableTest, place: Origin, self: string, references: References): TestNode["spec"] {
  const sql = (fragment: unknown) => references.sql(fragment, place, self);
  switch (spec.kind) {
    case "relationships":
    case "equal_rowcount":
      return { ...spec, to: references.id(spec.to, place) };
    case "unique_combination":
      return { ...spec, columns: spec.columns.map(sql) };
    case "no_rows":
      return { ...spec, failures: sql(spec.failures) };
    case "expression_is_true":
      return { ...spec, expression: sql(spec.expression) };
    case "mutually_exclusive_ranges":
      return { ...spec, lower: sql(spec.lower), upper: sql(spec.upper), by: spec.by.map(sql) };
    case "accepted_values":
      return { ...spec, values: spec.values.map((value) => (typeof value === "bigint" ? value.toString() : value)) };
    case "accepted_range":
      return { ...spec, ...bound("min", spec.min), ...bound("max", spec.max) };
    default:
      return spec;
  }
}

const bound = (key: "min" | "max", value: string | number | bigint | undefined) => (value === undefined ? {} : { [key]: typeof value === "bigint" ? value.toString() : value });

function common(options: TestOptions, place: Origin, self: string, references: References): Pick<TestNode, "severity" | "where" | "warnAt" | "errorAt" | "minPass" | "storeFailures" | "tags"> {
  return {
    severity: options.severity ?? "error",
    warnAt: options.warnAt ?? 1,
    errorAt: options.errorAt ?? 1,
    storeFailures: options.storeFailures ?? false,
    tags: options.tags ?? [],
    ...(options.minPass === undefined ? {} : { minPass: options.minPass }),
    ...(options.where === undefined ? {} : { where: references.sql(options.where, place, self) }),
  };
}

/** What a test says that can be wrong without any data. */
function check(spec: TestNode["spec"], origin: Origin, problems: Problems): void {
  const wrong = (message: string, fix?: string) => problems.add("RM1027", origin, message, fix);
  const { minPass, warnAt = 1, errorAt = 1 } = spec.options;
  if (minPass !== undefined && !(minPass >= 0 && minPass <= 1)) wrong(`minPass is a share from 0 to 1, not ${minPass}`);
  if (!(Number.isInteger(warnAt) && warnAt >= 1 && Number.isInteger(errorAt) && errorAt >= 1)) wrong("warnAt and errorAt are whole numbers from 1");
  switch (spec.kind) {
    case "accepted_values":
      if (spec.values.length === 0) wrong("a list of accepted values has at least one");
      break;
    case "accepted_range":
      if (spec.min === undefined && spec.max === undefined) wrong("a range has `min`, `max` or both");
      break;
    case "not_null_proportion":
      if (!(spec.atLeast >= 0 && spec.atLeast <= 1)) wrong(`a proportion is from 0 to 1, not ${spec.atLeast}`);
      break;
    case "recency":
      if (!(spec.withinHours > 0)) wrong("recent() needs a time greater than 0", "write recent({ days: 1 })");
      break;
    case "row_count":
      if (spec.min === undefined && spec.max === undefined) wrong("rowCount has `min`, `max` or both");
      break;
    case "unique_combination":
      if (spec.columns.length === 0) wrong("uniqueCombination names at least one column");
      break;
  }
}
