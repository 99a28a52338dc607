import { readOptions, type Words } from "../reader.ts";
import { type Infer, keyword, type Type } from "../schema.ts";
import { items, type Placed } from "../types/blocks.ts";
import { quoteWord } from "../types/spelling.ts";
import { readInterfaceName } from "../types/text.ts";
import { printWeight, weightUpTo } from "../types/weight.ts";

/** The option behind a tracked thing. */
function trackOptions(most: 253 | 254) {
  return {
    weight: keyword({
      type: weightUpTo(most),
      onChange: "live",
      once: true,
      otherwise: "that of the tracked thing; of an interface 0",
      doc: "What its state adds to the priority; 0: bad is a fault.",
    }),
  };
}

export type Track = Infer<ReturnType<typeof trackOptions>> & Placed & { readonly name: string };

export const trackedScripts = tracks("vrrp_script", 253);
export const trackedFiles = tracks("track_file", 254);
export const trackedProcesses = tracks("vrrp_track_process", 254);
export const trackedBfds = tracks("bfd_instance", 253);
export const trackedInterfaces = tracks("interface", 253, ["an_interface_too_long"], (line) =>
  readInterfaceName(line, line.owner),
);

function tracks(
  what: string,
  most: 253 | 254,
  bad: readonly string[] = [],
  readName: (line: Words) => string | undefined = (line) => line.owner.text,
): Type<readonly Track[]> {
  const table = trackOptions(most);
  return items<Track>({
    syntax: `<${what}> [weight <-${most}..${most}> [reverse|noreverse]]`,
    examples: {
      good: ["one", "one weight 10", "one weight -10 reverse"],
      bad: ["one weight", "one weight 300", "one two", "one reverse", ...bad],
    },
    table,
    schema: { type: "object", properties: { name: { type: "string" }, weight: table.weight.type.schema } },
    json: ({ name, weight }) => (weight === undefined ? { name } : { name, weight: table.weight.type.json(weight) }),
    print: ({ name, weight }) =>
      weight === undefined ? quoteWord(name) : `${quoteWord(name)} weight ${printWeight(weight)}`,
    read: (line) => {
      const name = readName(line);
      const options = readOptions(line, table);
      return name === undefined || options === undefined
        ? undefined
        : { place: line.owner.place, name, weight: options.weight };
    },
  });
}
