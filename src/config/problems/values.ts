import type { ProblemRows } from "./row.ts";

/** What can be wrong with the words behind a keyword: KA02… */
export const valueProblems = {
  "value-missing": {
    code: "KA0201",
    severity: "error",
    status: 2,
    doc: "keepalived ends at once where a keyword lacks its value.",
  },
  "value-wrong": {
    code: "KA0202",
    severity: "error",
    status: 5,
    doc: "keepalived reports it and goes on with the default.",
  },
  "value-corrected": {
    code: "KA0203",
    severity: "warning",
    status: 5,
    doc: "Another value is used than the one written.",
  },
  "value-rounded": { code: "KA0204", severity: "warning", status: 5, doc: "The unit does not go that fine." },
  "value-limited": {
    code: "KA0205",
    severity: "warning",
    status: 0,
    doc: "No network survives it: a slip of the finger, which keepalived obeys.",
  },
  "value-contradicted": {
    code: "KA0206",
    severity: "error",
    status: 5,
    doc: "Only one of them can be meant.",
  },
  "value-repeated": {
    code: "KA0207",
    severity: "warning",
    status: 0,
    doc: "The last one counts, in silence: the earlier one may be the one that is read by people.",
  },
  "words-surplus": { code: "KA0208", severity: "warning", status: 0, doc: "keepalived ignores them in silence." },
  "words-before-block": {
    code: "KA0218",
    severity: "error",
    status: 5,
    doc: "The items stand between the braces; a word before them is none.",
  },
  "item-repeated": { code: "KA0209", severity: "warning", status: 5, doc: "One of the two does nothing." },
  "item-option": { code: "KA0210", severity: "error", status: 5, doc: "The whole item is left out by keepalived." },
  "name-wrong": { code: "KA0211", severity: "error", status: 5, doc: "A block without a usable name is skipped." },
  "name-taken": {
    code: "KA0212",
    severity: "error",
    status: 5,
    doc: "keepalived skips the second block of that name.",
  },
  "script-unquoted": {
    code: "KA0213",
    severity: "error",
    status: 5,
    doc: "keepalived runs the first word alone, without the arguments, and says nothing.",
  },
  "script-wrong": { code: "KA0214", severity: "error", status: 5, doc: "Nothing can be run." },
  "keyword-deprecated": {
    code: "KA0215",
    severity: "warning",
    status: 5,
    doc: "It works as ever; a later keepalived may not know it.",
  },
  "keyword-idle": { code: "KA0216", severity: "advice", status: 0, doc: "It is accepted and does nothing." },
  "keyword-twice": {
    code: "KA0217",
    severity: "error",
    status: 5,
    doc: "keepalived reports the second one; which of the two counts differs from keyword to keyword.",
  },
} as const satisfies ProblemRows;
