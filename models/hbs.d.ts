/** What the import of a Handlebars macro gives. */
declare module "*.hbs" {
  const call: import("rmodel").Macro;
  export default call;
}
