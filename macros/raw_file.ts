import parameters from "../parameters.ts";

/** Where `npm run generate` writes. */
const lookAlikes = "target/generated";

/**
 * The path of a raw file: below DATA_RAW_DIR, or below the look-alike data for a data set that DATA_LOOK_ALIKES names.
 *
 * @param path its first folder is the name of the data set: `walmart/train.csv.gz`
 */
export function rawFile(path: string): string {
  const dataSet = path.split("/")[0]!;
  return `${parameters.DATA_LOOK_ALIKES.includes(dataSet) ? lookAlikes : parameters.DATA_RAW_DIR}/${path}`;
}
