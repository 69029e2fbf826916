// What `import validAt from "../../macros/valid_at.hbs"` gives. TypeScript finds this through `rmodel` itself.
declare module "*.hbs" {
  const call: import("rmodel").Macro;
  export default call;
}
