import type { Compiled } from "../compile/compiled.ts";
import type { DocsColumn, DocsCompanion, DocsData, DocsKind, DocsNode, DocsRun, DocsTest } from "./docs/docs-data.ts";
import type { Facts } from "./facts.ts";
import type { NodeId, ProjectNode, RelationNode, TestNode } from "../load/node.ts";
import type { Pictures } from "./gather-docs-pictures.ts";
import { isCompanion } from "./gather-docs-pictures.ts";
import { isRelation } from "../load/node.ts";
import { logicalName } from "./files/compiled-text.ts";
import { testPath } from "../run/audit.ts";
import { typeText } from "../define/types.ts";

/** What the site shows besides the project itself; what is not known is left out of the maps. */
export interface DocsInput {
  readonly project: Omit<DocsData["project"], "name">;
  readonly run?: DocsRun;
  /** Of relations that are published. */
  readonly facts: ReadonlyMap<NodeId, Facts>;
  /** Last verdicts by the ids of tests, data tests and unit tests. */
  readonly verdicts: ReadonlyMap<string, Pick<DocsTest, "status" | "failures" | "message">>;
  /** Text of a file of the project. */
  readonly sourceOf: (path: string) => string | undefined;
  /** Compiled SQL of a node, laid out. */
  readonly sqlOf: (id: NodeId) => string | undefined;
  /** What is drawn of forecasts, regressions and models that ask for a chart. */
  readonly pictures?: ReadonlyMap<NodeId, Pictures>;
  /** How people name the target folder. */
  readonly targetFolder: string;
}

/** Gathers what the docs site shows. */
export function docsData(compiled: Compiled, input: DocsInput): DocsData {
  const { graph } = compiled;
  return { project: { name: graph.project.config.name, ...input.project }, nodes: graph.order.map((id) => nodeOf(graph.nodes.get(id)!, compiled, input)), ...(input.run === undefined ? {} : { run: input.run }) };
}

function nodeOf(node: ProjectNode, compiled: Compiled, { facts, sourceOf, sqlOf, pictures, ...input }: DocsInput): DocsNode {
  const { id, domain, layer, name, description, tags, owner, path, origin } = node;
  const companion = companionOf(node);
  // What is made along with a forecast has its file, which stands on the forecast's page.
  const source = companion === undefined ? sourceOf(path) : undefined;
  const { chart: _, ...meta } = node.meta;
  const sql = sqlOf(id);
  return {
    id, kind: kindOf(node), domain, layer, name, description, tags, meta, path,
    line: origin.line,
    ...(owner === undefined ? {} : { owner }),
    ...(source === undefined ? {} : { source }),
    ...(sql === undefined ? {} : { compiled: sql }),
    dependsOn: compiled.graph.parents.get(id)!,
    ...facts.get(id),
    ...(companion === undefined ? {} : { companion }),
    ...pictures?.get(id),
    ...(isRelation(node) ? relationParts(node, compiled, input) : { columns: [], tests: [ownTest(node, compiled, input)] }),
  };
}

/** Companions that people read; others are steps on the way. */
const readParts: ReadonlySet<string> = new Set(["scores", "backtest", "coefficients", "series", "summary", "equation"]);

function companionOf(node: ProjectNode): DocsCompanion | undefined {
  if (!isRelation(node) || !isCompanion(node) || node.kind !== "model") return undefined;
  const { part } = node.made!;
  return { of: node.id.slice(0, -part.length - 2), part, isStep: !readParts.has(part) };
}

/** A declaration that makes several relations gives its name to one of them. */
function kindOf(node: ProjectNode): DocsKind {
  return node.kind === "model" && node.made !== undefined && node.made.part === "" ? node.made.by : node.kind;
}

type Verdicts = Pick<DocsInput, "verdicts" | "targetFolder">;

function relationParts(node: RelationNode, compiled: Compiled, input: Verdicts): Pick<DocsNode, "materialized" | "grain" | "relation" | "columns" | "tests"> {
  const tests = compiled.relations.get(node.id)?.tests ?? [];
  const isThere = node.kind !== "model" || node.materialized !== "ephemeral";
  return {
    ...(node.kind === "model" ? { materialized: node.materialized } : {}),
    ...(node.grain.length === 0 ? {} : { grain: node.grain }),
    ...(isThere ? { relation: logicalName(node.id, compiled) } : {}),
    columns: node.columns.map((column) => columnOf(column, node.tests)),
    tests: tests.map((test): DocsTest => {
      const { id, column, severity } = test.test;
      return { id, name: shortName(test.test), ...(column === undefined ? {} : { column }), severity, status: "not run", ...verdictOf(id, testPath({ id, test }), input) };
    }),
  };
}

function columnOf({ name, type, nullable, description, pii }: RelationNode["columns"][number], tests: readonly TestNode[]): DocsColumn {
  return { name, type: typeText(type), nullable, description, pii, tests: tests.filter(({ column }) => column === name).map(shortName) };
}

/** A test is shown with its relation and column, so their names in it would be said twice. */
function shortName({ name, kind, node, column }: TestNode): string {
  const automatic = [kind, node.slice(node.indexOf(".") + 1), column].filter((part) => part !== undefined).join("_");
  return name.startsWith(automatic) ? `${kind}${name.slice(automatic.length)}` : name;
}

function ownTest(node: Exclude<ProjectNode, RelationNode>, compiled: Compiled, input: Verdicts): DocsTest {
  const { id, name } = node;
  const test = compiled.dataTests.get(id);
  return { id, name, severity: node.kind === "dataTest" ? node.severity : "error", status: "not run", ...verdictOf(id, test === undefined ? undefined : testPath({ id, test }), input) };
}

/** The query lies in the target folder once its test has failed or warned. */
function verdictOf(id: string, path: string | undefined, { verdicts, targetFolder }: Verdicts): Partial<DocsTest> {
  const verdict = verdicts.get(id);
  if (verdict === undefined) return {};
  return { ...verdict, ...(path === undefined || verdict.status === "pass" ? {} : { queryPath: `${targetFolder}/${path}` }) };
}
