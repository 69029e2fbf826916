/** What `rmodel explain <code>` says about an error. */
export interface CodeEntry {
  /** What happened, as a heading: no full stop. */
  readonly title: string;
  /** Why rmodel refuses it. */
  readonly why: string;
  /** What usually mends it; the error itself may know better. */
  readonly fix: string;
}

/**
 * Every error of rmodel: 1xxx define and load, 2xxx graph and selection, 3xxx compile, 4xxx database, 5xxx data tests,
 * 6xxx import, 9xxx ours. A new error is one entry here; a code that stands nowhere else fails `codes.test.ts`.
 */
export const codes = Object.freeze({
  RM1001: {
    title: "a file cannot be read as TypeScript",
    why: "The files of a project are bundled before they run. This one has a syntax error, or imports something that is not there.",
    fix: "Correct the line shown. Imports are relative to the file they stand in and name the ending: \"./stg_orders.ts\".",
  },
  RM1002: {
    title: "files import each other in a circle",
    why: "In a circle of imports one file sees another before it has run, so a reference would silently be undefined.",
    fix: "Let one of the files read from a third model instead, or move what both need into a file of its own.",
  },
  RM1003: {
    title: "a file failed while it was read",
    why: "Model files are run once to collect what they define. Code in this one threw an error of its own.",
    fix: "Correct the line shown. Model files only define: what they need from outside comes through parameters.",
  },
  RM1004: {
    title: "this folder is no rmodel project",
    why: "A project is a folder with an rmodel.config.ts, and there is none here.",
    fix: "Run rmodel in the project's folder, name it with --project-dir, or start one with rmodel init.",
  },
  RM1005: {
    title: "rmodel.config.ts exports no config",
    why: "The project's name and settings are read from the default export of that file.",
    fix: "Write export default config({ name: \"shop\" }).",
  },
  RM1010: {
    title: "the front matter of a macro is missing or wrong",
    why: "A macro declares its arguments, so that calls of it can be checked.",
    fix: "Begin the file with a line ---, then description: and args:, then another line ---.",
  },
  RM1011: {
    title: "a definition stands in the wrong folder",
    why: "The folder says what a file defines: models/, sources/, seeds/, snapshots/, and tests/ for data tests and unit tests.",
    fix: "Move the file to the folder of its kind.",
  },
  RM1012: {
    title: "a file has no default export that defines something",
    why: "A relation takes its name from its file, so a file defines one, as its default export. Only tests may stand several in a file.",
    fix: "Write export default before the definition, or move a file of helpers out of the definition folders.",
  },
  RM1013: {
    title: "a name cannot be used in a database",
    why: "The names of files and folders become tables and schemas. A double underscore in a domain is kept for schemas of rmodel.",
    fix: "Use letters, digits and single underscores, and do not begin with a digit.",
  },
  RM1014: {
    title: "two definitions have the same name",
    why: "A name is unique in its domain, whatever the kind and the case, because both would become the same relation.",
    fix: "Rename one of the files.",
  },
  RM1020: {
    title: "an option is not known",
    why: "A misspelt option would be ignored silently.",
    fix: "Write the option as suggested, or remove it.",
  },
  RM1021: {
    title: "an option is missing or has a wrong value",
    why: "The definition cannot be read without it.",
    fix: "Give the option a value of the kind that the message names.",
  },
  RM1022: {
    title: "files and materialization do not agree",
    why: "An external model is written to files, and no other model is.",
    fix: "Write materialized: \"external\" together with files: [\"sales.parquet\"], or neither.",
  },
  RM1023: {
    title: "a file lies outside the export folder",
    why: "A build writes nowhere but below the export folder of rmodel.config.ts.",
    fix: "Write a relative path without \"..\".",
  },
  RM1024: {
    title: "a column and the form of its model do not agree",
    why: "In select form each column says with .is(…) how it is computed; in query form the query computes all of them.",
    fix: "Add .is(…) in select form, remove it in query form.",
  },
  RM1025: {
    title: "the options of a snapshot do not agree",
    why: "The strategy \"timestamp\" compares `updatedAt`, \"check\" compares `checkColumns`, and the columns that a snapshot adds need names of their own.",
    fix: "Give the option that the strategy needs, or other names with columnNames.",
  },
  RM1026: {
    title: "a column has an unusable name or type",
    why: "Engines do not tell names apart by case, and a decimal has a precision of 1 to 38 and a scale of 0 to its precision.",
    fix: "Rename the column, or correct its type.",
  },
  RM1027: {
    title: "a test is declared in a way that cannot be tested",
    why: "A share lies between 0 and 1, thresholds are whole numbers from 1, a range has at least one end.",
    fix: "Correct the option that the message names.",
  },
  RM1028: {
    title: "a model asks for a layout that it cannot have",
    why: "Indexes, partitions and `unlogged` belong to tables; days, months and years to dates and timestamps.",
    fix: "Make the model a table, or leave the option out.",
  },
  RM1030: {
    title: "a column does not exist",
    why: "Columns are checked against what the relation declares, before any database is asked.",
    fix: "Write the column as suggested, or declare it in the relation.",
  },
  RM1031: {
    title: "a reference to a relation that is not part of the project",
    why: "A relation gets its name from the file that exports it as default. One that no file exports has none.",
    fix: "Export it as the default of a file below models/, sources/, seeds/ or snapshots/, and import it from there.",
  },
  RM1032: {
    title: "a value that cannot stand in SQL",
    why: "A hole of sql`…` takes columns, relations, fragments, texts, finite numbers, booleans, dates and null.",
    fix: "Check that the value is not undefined, and turn other values into one of these first.",
  },
  RM1040: {
    title: "a parameter has no usable value",
    why: "A declared parameter takes its value from --vars, then the environment, then its default, and its schema refuses what it got.",
    fix: "Give it with --vars '{\"name\": …}' or in the environment variable of its name in upper case.",
  },
  RM1041: {
    title: "--vars names something that is no parameter",
    why: "A misspelt name would leave the parameter at its default silently.",
    fix: "Use one of the names that the message lists, or declare the parameter.",
  },
  RM1050: {
    title: "there is no profiles.yaml",
    why: "The profile says which database to build in. It is looked for in --profiles-dir, RMODEL_PROFILES_DIR, the project and ~/.rmodel.",
    fix: "Write a profiles.yaml in the project, or name its folder with --profiles-dir.",
  },
  RM1051: {
    title: "profiles.yaml is wrong",
    why: "It is no YAML, or an output has a field that its type of database does not know or cannot do without.",
    fix: "Correct the field that the message names.",
  },
  RM1052: {
    title: "an environment variable is not set",
    why: "profiles.yaml reads this variable and gives no default.",
    fix: "Set the variable, in the environment or in .env, or write a default: {{env_var \"DB_HOST\" \"localhost\"}}.",
  },
  RM1053: {
    title: "there is no such profile or target",
    why: "profiles.yaml has no profile of the project's name, or the profile no output of that name.",
    fix: "Use one of the names that the message lists with --profile or --target.",
  },
  RM1060: {
    title: "TypeScript finds a type error",
    why: "The compiler checks models as any other code: names of columns, families of expressions, options.",
    fix: "Correct the place shown. The editor shows the same error while you type.",
  },
  RM1070: {
    title: "a regression cannot use a column",
    why: "Features and target are numbers, features may be booleans as well, and keys are values that are never null and tell equations apart exactly.",
    fix: "Name another column, or convert it in the model that the regression reads.",
  },
  RM1071: {
    title: "a regression is none that can be fitted",
    why: "The SQL of a fit grows with the third power of its features, so it takes at most 24; a feature that is given twice could not be told from itself.",
    fix: "Take fewer features, each once.",
  },
  RM1072: {
    title: "a key has the name of a column that a regression makes",
    why: "The keys stand beside the columns of the regression and of what is made with it, and names in a relation are unique.",
    fix: "Rename the column in the model that the regression reads.",
  },
  RM1080: {
    title: "a column of a forecast has the wrong type",
    why: "A target is a number, a time is a date, keys are whole numbers or texts, features are numbers or booleans.",
    fix: "Name a column of that type, or convert it with fn.cast in the model that is read.",
  },
  RM1081: {
    title: "a feature is not known when the forecast is made",
    why: "A value of the period that is forecast makes a forecast look good on the past and cannot be had for the future.",
    fix: "Use its past with f.lag, or say who knows it ahead: `future`, or `knownAhead` where rows without a target carry it.",
  },
  RM1082: {
    title: "a forecast cannot be written as SQL",
    why: "It would be too large for the engines, read values that its steps do not have, or give coefficients that cannot be trusted.",
    fix: "Change the option that the message names: fewer features, a shorter horizon, another mode.",
  },
  RM1083: {
    title: "the options of a forecast do not agree",
    why: "One option needs another, or two columns of the result would have the same name.",
    fix: "Add the option that the message names, or choose another name.",
  },
  RM2001: {
    title: "a node reads one that is disabled or does not exist",
    why: "What is left out of the project has no relation that could be read.",
    fix: "Enable the node that is read, or disable its reader too.",
  },
  RM2002: {
    title: "nodes read each other in a circle",
    why: "Each would have to be built before the other. The message names the whole path.",
    fix: "Let one of them read from a third model instead.",
  },
  RM2010: {
    title: "a selected name stands for several nodes",
    why: "A bare name selects where it is unique in the project; this one exists in several domains.",
    fix: "Write the domain with it, as in shop.orders, or a glob such as *.orders for all of them.",
  },
  RM2011: {
    title: "a selection method is not known",
    why: "What stands before the colon says how to select: tag:nightly, path:models/shop, config.materialized:table.",
    fix: "Use one of the methods that the message lists.",
  },
  RM2012: {
    title: "a selection names something that does not exist",
    why: "A misspelt name would silently select nothing. Globs, tags and settings may match nothing; names, paths and fixed words may not.",
    fix: "Write the name as suggested; rmodel ls shows all names.",
  },
  RM2013: {
    title: "a selection asks for facts that are not there",
    why: "state:, result:, source_status: and git: compare with something outside the project: an earlier build, its results, or a git ref.",
    fix: "Make the facts first, as the message says, or select by name, path or tag.",
  },
  RM2014: {
    title: "a selection cannot be read",
    why: "A selection is a list of names or method:value with +, @ and counts around them; commas without spaces mean both, spaces mean either.",
    fix: "Write it like +orders, 2+orders+1, @orders or tag:nightly,path:models/shop.",
  },
  RM2020: {
    title: "a node reads one that was never built here",
    why: "A build makes what is selected and reads the rest from what the target has. This is neither.",
    fix: "Select what it reads too: -s +orders, or build the whole project once.",
  },
  RM2021: {
    title: "the target needs a domain's name for itself",
    why: "A domain becomes a schema of the target, and there the name is taken: by a schema of the engine or by the database.",
    fix: "Rename the domain's folder, or the database's file when it bears the same name.",
  },
  RM2022: {
    title: "a name is too long for the target",
    why: "The engine would cut it silently, and two names could become one. rmodel shortens names of its own, never those that readers use.",
    fix: "Rename the file, folder or column that the message names; letters outside ASCII take two bytes or more.",
  },
  RM2030: {
    title: "a command about forecasts is given something else",
    why: "Runs, their scores and their approval belong to forecasts; other models have versions only.",
    fix: "Name a forecast: rmodel model list shows those that have runs.",
  },
  RM3001: {
    title: "the SQL of a model is refused",
    why: "Each query is described over empty relations before a build. The engine does not accept this one.",
    fix: "Correct the place shown. Relations are imported and written as ${orders}, not named in the text.",
  },
  RM3002: {
    title: "a query does not yield the declared columns",
    why: "`columns` is the contract of a model: its readers rely on exactly these.",
    fix: "Select the column in the query, or change `columns`.",
  },
  RM3003: {
    title: "a column has another type than declared",
    why: "Numbers convert into each other; between other kinds of values a conversion has to be written.",
    fix: "Declare the type that the SQL has, or convert with fn.cast.",
  },
  RM3004: {
    title: "the target's engine does not take a query",
    why: "The query is right in DuckDB's dialect, but its translation is not for this engine: a type or a function differs.",
    fix: "Use the functions of fn, convert with fn.cast, or write a spelling for the engine with sql.dialect.",
  },
  RM3005: {
    title: "SQL that cannot be translated for the target",
    why: "SQL is written in DuckDB's dialect. For another engine it is translated, and only what is known to mean the same there is.",
    fix: "Use the functions of fn, which every engine spells itself, or write the engine's own text with sql.dialect.",
  },
  RM3010: {
    title: "a model or test calls a function whose value changes from run to run",
    why: "Unchanged models are not built and unchanged tests are not run again, so the clock and chance would freeze at some build.",
    fix: "Use fn.executionTime(), the clock of the build, or a parameter.",
  },
  RM3020: {
    title: "a macro is called wrongly",
    why: "There is no macro of this name, or an argument is unknown, missing or of the wrong type.",
    fix: "Compare the call with the front matter of macros/<name>.hbs.",
  },
  RM3021: {
    title: "a macro cannot be expanded",
    why: "Handlebars refuses the template: it is malformed or uses a name that is no argument.",
    fix: "Correct the template, or declare the name in args.",
  },
  RM3030: {
    title: "the SQL of a test is refused",
    why: "Tests with SQL of your own are described like models, before a build.",
    fix: "Correct the condition; the tested relation's columns are written as row.<column> or bare.",
  },
  RM4001: {
    title: "the target cannot be reached",
    why: "The database of the profile does not answer or does not let this user in.",
    fix: "Check host, port, user and network of the target; rmodel debug tries them one by one.",
  },
  RM4002: {
    title: "the target is in use by another build",
    why: "Two builds that write at the same time could publish half of each. The message names the holder.",
    fix: "Wait for it with --wait, or end the process that the message names.",
  },
  RM4003: {
    title: "the file of the target is no database",
    why: "The file is damaged, or is of another kind or version than the engine reads.",
    fix: "Check `path` in profiles.yaml. Move a damaged file away; the next build makes a new one.",
  },
  RM4004: {
    title: "the target was written by a newer rmodel",
    why: "Its state has a version that this rmodel does not know, and guessing could lose published versions.",
    fix: "Use the rmodel that wrote it, or a newer one.",
  },
  RM4005: {
    title: "the target has no space, or does not grant a right",
    why: "There is no space left, or no right to read or write there. What readers see is unchanged.",
    fix: "Make space or grant the right, then build again: finished models are kept.",
  },
  RM4006: {
    title: "the database does not exist yet",
    why: "A command that only reads found no database at the profile's path.",
    fix: "Run rmodel build, which makes it, or correct the path.",
  },
  RM4007: {
    title: "the catalog cannot keep what a build promises",
    why: "Whether a failed or cancelled build leaves a half-made table is the connector's affair; only Iceberg is known to leave nothing.",
    fix: "Name an Iceberg catalog in profiles.yaml, or accept the debris with allow_non_atomic: true.",
  },
  RM4008: {
    title: "the server of the target is too old",
    why: "Statements of rmodel need what newer servers can do, and nobody checked what this one makes of them.",
    fix: "Upgrade the server to the version that the message names.",
  },
  RM4010: {
    title: "the SQL of a model failed while it ran",
    why: "The query was sound, but the engine could not finish it over the data: a value that does not convert, a division, memory.",
    fix: "Read the engine's own text under `cause:` and the statement in target/run; fn.tryCast gives null for what does not convert.",
  },
  RM4011: {
    title: "a statement was cancelled or took too long",
    why: "Someone stopped the build, or the engine's limit for one statement was reached.",
    fix: "Build again: finished models are kept. Raise the limit in profiles.yaml when the statement needs the time.",
  },
  RM4020: {
    title: "a row of a file does not fit its declared types",
    why: "Values are never converted silently: a wrong number would go unnoticed.",
    fix: "Correct the row or the declared type; a source can keep bad rows aside with onBadRow: \"reject\".",
  },
  RM4021: {
    title: "a file is missing, unreadable or empty",
    why: "A source or seed reads this file, and nothing at all is more likely a mistake than data.",
    fix: "Check the path, which is relative to the project, and who may read it.",
  },
  RM4022: {
    title: "the header of a file is not the declared one",
    why: "Columns are read by name; a missing, additional or doubled one would shift or lose data.",
    fix: "Declare the columns that the file has, or correct the file; csv: { header: false } reads by position.",
  },
  RM4030: {
    title: "the key of a snapshot is null or occurs twice",
    why: "A snapshot follows each row by its key. Without one it cannot tell which version belongs to which row.",
    fix: "Choose a key that is unique and never null, or filter in a model before the snapshot.",
  },
  RM4040: {
    title: "a view cannot be replaced, because something else depends on it",
    why: "A view whose columns change in name, type or order has to be made anew, and the database would drop what others built on it.",
    fix: "Drop the object that the message names, build, and make it again; or publish the changed columns under a new name.",
  },
  RM4041: {
    title: "something of another kind has the name of a table or view",
    why: "A table where a view is to be shown, or a view where a table is to be dropped, was not made by this project.",
    fix: "Drop or rename what is there, or rename the model.",
  },
  RM4042: {
    title: "readers hold views that are to be published",
    why: "A publication locks all its views for a moment. Transactions that read them and stay open keep it waiting, and behind it every new reader.",
    fix: "End the transactions that the message names, or let them end, and build again: finished models are kept.",
  },
  RM4090: {
    title: "a run that is not approved cannot serve",
    why: "Readers get approved runs only. This one waits for a decision, was rejected, or was retired by a rollback.",
    fix: "Look at it with rmodel model show, approve it with rmodel model approve, then promote it.",
  },
  RM4091: {
    title: "there is no such run of the forecast",
    why: "A run is a version that passed its tests and was published or put aside for approval. One whose gate failed is not registered.",
    fix: "Look for it with rmodel model list; the first four characters of one are enough where no other has them.",
  },
  RM4092: {
    title: "the rows of a run were dropped",
    why: "Old versions are dropped after a while. Runs that serve, wait for approval, or would serve after a rollback are kept.",
    fix: "Build again with the project and data that it was made from, or take another run.",
  },
  RM4093: {
    title: "the run that serves cannot be rejected",
    why: "Readers would go on seeing what somebody refused.",
    fix: "Take readers back first, with rmodel model rollback or rmodel model promote.",
  },
  RM5001: {
    title: "a data test failed",
    why: "Rows break what the project promises about them, so nothing of this build is published.",
    fix: "Look at the sample rows and the query in target/compiled; correct the data, the model or the test.",
  },
  RM5002: {
    title: "a unit test failed",
    why: "From the given rows the model makes other rows than expected.",
    fix: "Compare the rows shown; correct the model or the expectation.",
  },
  RM5003: {
    title: "a source is stale",
    why: "Its newest row or file is older than its freshness allows.",
    fix: "Find out why no data arrived, or allow more hours in `freshness`.",
  },
  RM9001: {
    title: "a bug of rmodel",
    why: "Something happened that rmodel did not expect. It is not your mistake.",
    fix: "Open an issue and paste the text of the error, its stack included.",
  },
} satisfies Record<`RM${number}`, CodeEntry>);

/** The known codes, so that a misspelt one does not compile. */
export type ErrorCode = keyof typeof codes;
