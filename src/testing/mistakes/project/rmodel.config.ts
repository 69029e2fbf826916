import { config } from "rmodel";

export default config({ name: "shop", retain: 3 });
