import { config } from "rmodel";

export default config({ name: "retail" });
