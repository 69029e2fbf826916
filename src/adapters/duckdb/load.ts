import type { FileScan, LoadResult, RelationName, Session } from "../adapter.ts";
import { dialect } from "./dialect.ts";
export async function load(session: Session, target: RelationName, file: FileScan, _?: RelationName): Promise<LoadResult> {
  const n = await session.execute(`create table ${dialect.quote(target.schema)}.${dialect.quote(target.name)} as select * from ${dialect.scan(file)}`);
  return { accepted: n ?? 0, rejected: 0 };
}
