import { items } from "../blocks.ts";
import { readOptions, type Words } from "../reader.ts";
import { type Infer, keyword } from "../schema.ts";
import { readInterfaceName, weight } from "../values.ts";
import type { Word } from "../words.ts";

/** The options behind a tracked thing. */
const trackOptions = {
  weight: keyword({
    type: weight,
    onChange: "live",
    otherwise: "the script's; of an interface 0",
    doc: "What its state adds to the priority; 0: bad is a fault.",
  }),
};

export type Track = Infer<typeof trackOptions> & { readonly name: Word };

const examples = {
  good: ["one", "one weight 10", "one weight -10 reverse"],
  bad: ["one weight", "one weight 300", "one two", "one reverse"],
};

export const trackedScripts = items(
  "<vrrp_script> [weight <-253..253> [reverse|noreverse]]",
  examples,
  trackOptions,
  readTrack,
);
export const trackedInterfaces = items(
  "<interface> [weight <-253..253> [reverse|noreverse]]",
  { ...examples, bad: [...examples.bad, "an_interface_too_long"] },
  trackOptions,
  (line) => (readInterfaceName(line, line.owner) === undefined ? undefined : readTrack(line)),
);

function readTrack(line: Words): Track | undefined {
  const options = readOptions(line, trackOptions);
  return options === undefined ? undefined : { name: line.owner, weight: options.weight };
}
