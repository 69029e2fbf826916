import { config } from "rmodel";

export default config({ name: "__project__" });
