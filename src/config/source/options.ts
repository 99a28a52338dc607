import type { Check } from "./include.ts";

/** What the text can ask of the world around the files. */
export type SourceOptions = {
  /** What `@id` lines are compared with: `-i`, else the node name up to its first dot. */
  readonly configId: string;
  /** What every include insists on: all checks with `-e`. */
  readonly checks?: readonly Check[];
  /** `${_ENV NAME}` */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `${_RANDOM}`: a whole number, both ends included. Without it always the least. */
  random?(least: number, most: number): number;
};
