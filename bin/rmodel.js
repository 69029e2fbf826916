#!/usr/bin/env node
import module from "node:module";
import { isStale } from "./stale.js";

// Compiled code is kept between runs where Node can do that (22 and newer).
module.enableCompileCache?.();

if (isStale()) await (await import("./bundle.js")).bundle();
await import("../dist/main.js");
