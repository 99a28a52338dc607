import { catalogue } from "../catalogue.ts";
import type { Json } from "../json.ts";
import type { Problem } from "../problem.ts";
import { chainOf, locate } from "../source/place.ts";

/** The problem as programs read it. */
export function problemJson({ kind, place, message, cure }: Problem): Json {
  const { code, severity, doc } = catalogue[kind];
  return {
    code,
    kind,
    severity,
    message,
    ...locate(place),
    text: place.line.text,
    via: chainOf(place).map(({ text, place: at }) => ({ how: text, ...locate(at) })),
    ...(cure === undefined ? {} : { cure }),
    doc,
  };
}
