/** What an artefact says of itself; the run is left out where it is not about one. */
export interface ArtefactContext {
  /** Version of rmodel. */
  readonly version: string;
  readonly generatedAt: string;
  readonly runId: string;
  readonly startedAt: string;
}

/** The release of dbt whose schemas the artefacts follow; readers of dbt's files expect one of its versions here. */
const dbtVersion = "1.11.0";

/** @source schemas.getdbt.com: manifest v12, run-results v6, catalog v1, sources v3 */
export const metadata = (schema: `${"manifest" | "run-results" | "catalog" | "sources"}/v${number}`, { version, generatedAt, runId, startedAt }: ArtefactContext) => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
  dbt_version: dbtVersion,
  generated_at: generatedAt,
  invocation_id: runId,
  invocation_started_at: startedAt,
  env: { RMODEL_VERSION: version },
});
