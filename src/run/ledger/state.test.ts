import { expect, test } from "vitest";
import { Ledger } from "./state.ts";
import { Warehouse } from "../../testing/warehouse.ts";
import { dialect } from "../../adapters/duckdb/dialect.ts";

const ledger = new Ledger(dialect);

/** A target as the first version of the state left it. */
async function oldTarget(): Promise<Warehouse> {
  const warehouse = await Warehouse.open();
  await warehouse.build({ "seeds/shop/n.ts": 'import { seed, t } from "rmodel";\nexport default seed({ columns: { i: t.integer() } });\n', "seeds/shop/n.csv": "i\n1\n" });
  await warehouse.driver.execute("drop table rmodel__state.models");
  await warehouse.driver.execute("update rmodel__state.meta set value = '1' where name = 'state_version'");
  return warehouse;
}

const versionIn = async (warehouse: Warehouse): Promise<unknown> => (await warehouse.query("select value from rmodel__state.meta where name = 'state_version'"))[0]!.value;

test("what only reads takes an older state as it is", async () => {
  const warehouse = await oldTarget();
  const state = await warehouse.driver.session((session) => ledger.read(session, ""));
  expect([[...state.live.keys()], state.models.size, await versionIn(warehouse)]).toEqual([["shop.n"], 0, "1"]);
});

test("what writes brings an older state up to date, and loses nothing of it", async () => {
  const warehouse = await oldTarget();
  const state = await warehouse.driver.session((session) => ledger.open(session, ""));
  expect([[...state.live.keys()], state.models.size, await versionIn(warehouse)]).toEqual([["shop.n"], 0, "2"]);
  expect(await warehouse.query("select * from rmodel__state.models")).toEqual([]);
});

test("a newer state is refused before anything in it is touched", async () => {
  const warehouse = await oldTarget();
  await warehouse.driver.execute("update rmodel__state.meta set value = '3' where name = 'state_version'");
  for (const use of ["open", "read"] as const) await expect(warehouse.driver.session((session) => ledger[use](session, ""))).rejects.toMatchObject({ code: "RM4004" });
  expect([await warehouse.relations("rmodel__state"), await versionIn(warehouse)]).toEqual([expect.not.arrayContaining(["rmodel__state.models"]), "3"]);
});
