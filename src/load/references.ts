import type { Fragment, Part } from "../define/fragment.ts";
import type { NodeId, Sql } from "./node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import { quotingProblem } from "./quoting.ts";

interface Referred {
  readonly kind: string;
  readonly columns: Readonly<Record<string, unknown>>;
  readonly origin?: Origin;
}

/** Turns references to definitions into node ids, and noted places into places of the project's files. */
export class References {
  private readonly ids: ReadonlyMap<object, NodeId>;
  private readonly problems: Problems;
  readonly place: (origin: Origin) => Origin;

  constructor(ids: ReadonlyMap<object, NodeId>, place: (origin: Origin) => Origin, problems: Problems) {
    this.ids = ids;
    this.place = place;
    this.problems = problems;
  }

  /**
   * A fragment or alias with its relations named by id.
   *
   * @param near place of what holds it: an alias and its columns have none of their own
   * @param self the relation whose own tests are read
   */
  sql(value: unknown, near: Origin, self?: NodeId): Sql {
    const fragment = value as Fragment<Referred>;
    if ((fragment as { kind?: unknown }).kind !== "fragment") return this.aliased(value as never, near);
    const origin = fragment.origin.line === 0 ? near : this.place(fragment.origin);
    const problem = quotingProblem(fragment.parts);
    if (problem !== undefined) this.problems.add("RM1032", origin, problem.message, problem.fix);
    return { kind: "fragment", origin, parts: fragment.parts.map((part) => this.part(part, origin, self)) };
  }

  id(relation: unknown, origin: Origin, self?: NodeId): NodeId {
    const id = this.ids.get(relation as object);
    if (id !== undefined) return id;
    // Tests see their own relation before it has an id of its own.
    if (self !== undefined && (relation as Referred).origin === undefined) return self;
    this.problems.add("RM1031", origin, "this refers to a relation that is no default export of the project", "export it as the default of a file below models/, sources/, seeds/ or snapshots/ and import it from there");
    return "";
  }

  private aliased(alias: Readonly<Record<symbol, { relation: unknown; alias: string }>>, near: Origin): Sql {
    const use = alias[Symbol.for("rmodel.use")]!;
    return { kind: "fragment", origin: near, parts: [{ kind: "relation", relation: this.id(use.relation, near), alias: use.alias }] };
  }

  private part(part: Part<Referred>, origin: Origin, self: NodeId | undefined): Part<NodeId> {
    switch (part.kind) {
      case "fragment":
        return { ...part, fragment: this.sql(part.fragment, origin, self) };
      case "relation":
        return { ...part, relation: this.id(part.relation, origin, self) };
      case "column":
        return this.column(part, origin, self);
      case "call":
        return { ...part, args: part.args.map((arg) => this.sql(arg, origin, self)) };
      case "cast":
        return { ...part, value: this.sql(part.value, origin, self) };
      case "macro":
        return { ...part, args: mapValues(part.args, (arg) => this.sql(arg, origin, self)), origin: this.place(part.origin) };
      case "dialect":
        return { ...part, variants: mapValues(part.variants, (variant) => this.sql(variant, origin, self)) };
      case "generated":
        return { ...part, reads: mapValues(part.reads, (read) => ({ ...read, relation: this.id(read.relation, origin, self) })) };
      case "invalid":
        this.problems.add("RM1032", origin, `a value in this fragment ${part.problem.replace(/^(.+) has/, "is $1, which has")}`, "only columns, relations, fragments, texts, numbers, booleans, dates and null may stand in SQL");
        return part;
      default:
        return part;
    }
  }

  private column(part: Part<Referred> & { kind: "column" }, origin: Origin, self: NodeId | undefined): Part<NodeId> {
    const known = Object.keys(part.relation.columns);
    const place = part.origin === undefined ? origin : this.place(part.origin);
    const relation = this.id(part.relation, place, self);
    if (!known.includes(part.name)) {
      this.problems.unknownColumn(place, `column "${part.name}" is read, but "${relation}" has no column of that name`, part.name, known, (guess) => `${part.alias}.${guess}`);
    }
    return { kind: "column", relation, alias: part.alias, name: part.name };
  }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
