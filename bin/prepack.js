// Makes dist/ from nothing, as it is published: the bundles, and declarations of what model files import.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.js";

const root = fileURLToPath(new URL("..", import.meta.url));

rmSync(join(root, "dist"), { recursive: true, force: true });
await bundle();
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
// What is a declaration already the compiler does not copy, and refers to where it stands.
const types = join(root, "dist/types");
copyFileSync(join(root, "src/hbs.d.ts"), join(types, "hbs.d.ts"));
const index = readFileSync(join(types, "index.d.ts"), "utf8");
writeFileSync(join(types, "index.d.ts"), index.replace("../../src/hbs.d.ts", "./hbs.d.ts"));
