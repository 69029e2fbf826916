import { parameters } from "rmodel";
import { z } from "zod";

export default parameters({
  REGION: z.string().default("north"),
  LEAST_ORDERS: z.coerce.number().int().default(1),
});
