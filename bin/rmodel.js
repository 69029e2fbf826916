#!/usr/bin/env node
import { isStale } from "./stale.js";

if (isStale()) await (await import("./bundle.js")).bundle();
await import("../dist/main.js");
