import { rmSync } from "node:fs";
import { beforeAll, expect } from "vitest";
import type { Ended } from "./process.ts";
import type { Files } from "../project.ts";
import type { Shown } from "./relations.ts";
import type { Target } from "./target.ts";
import { buildOf, dataOf, write } from "./shop.ts";
import { join } from "node:path";
import { rmodel, stackLines } from "./process.ts";

/** Shops that a build of the new data fails in. */
export interface FailingBuilds {
  /** The old shop, built, with the new data beside it and these files more. */
  copy(more?: Files): Promise<string>;
  /** Exit 1 and a message, no stack; readers see what they saw. */
  expectFailed(root: string, ended: Ended, message: RegExp): Promise<void>;
  /** Without the files that made it fail, the next build shows the new data and leaves nothing behind. */
  expectMended(root: string, without?: Files): Promise<void>;
}

export function failingBuilds(target: Target): FailingBuilds {
  let old: { readonly root: string; readonly shown: Shown };
  let fresh: Shown;

  async function copy(more: Files = {}): Promise<string> {
    const root = await target.copyOf(old.root);
    write(root, { ...dataOf("new"), ...more });
    return root;
  }

  beforeAll(async () => {
    const root = await target.shop("old");
    expect((await rmodel(root, buildOf("old"))).code).toBe(0);
    old = { root, shown: await target.shownBy(root) };
    const plain = await copy();
    expect((await rmodel(plain, buildOf("new"))).code).toBe(0);
    fresh = await target.shownBy(plain);
  });

  return {
    copy,
    async expectFailed(root, { code, said }, message) {
      expect(code, said).toBe(1);
      expect(said).toMatch(message);
      expect(stackLines(said)).toEqual([]);
      expect(await target.shownBy(root)).toEqual(old.shown);
    },
    async expectMended(root, without = {}) {
      for (const path of Object.keys(without)) rmSync(join(root, path));
      const { code, said } = await rmodel(root, buildOf("new"));
      expect(code, said).toBe(0);
      expect(await target.shownBy(root)).toEqual(fresh);
      expect(await target.leftovers(root)).toEqual([]);
    },
  };
}
