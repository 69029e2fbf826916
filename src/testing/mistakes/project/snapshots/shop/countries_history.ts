import { snapshot } from "rmodel";
import countries from "../../seeds/shop/countries.ts";

export default snapshot({
  description: "Countries from build to build.",
  of: countries,
  key: ["code"],
  strategy: "check",
  checkColumns: ["name", "zone"],
  hardDeletes: "newRecord",
});
