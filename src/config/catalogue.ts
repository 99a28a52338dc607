import { findingRows } from "../together/finding.ts";
import { bfdProblems } from "./problems/bfd.ts";
import { checkerProblems } from "./problems/checkers.ts";
import { globalProblems } from "./problems/global.ts";
import { groupProblems } from "./problems/groups.ts";
import { instanceProblems } from "./problems/instance.ts";
import { languageProblems } from "./problems/language.ts";
import { machineProblems } from "./problems/machine.ts";
import { networkProblems } from "./problems/network.ts";
import { valueProblems } from "./problems/values.ts";
import { virtualServerProblems } from "./problems/virtual-server.ts";

/** What the codes are about, by their beginnings. */
export const areas: { readonly [beginning: string]: string } = {
  KA01: "Files, lines, definitions and blocks",
  KA02: "Values",
  KA04: "Instances and what they track",
  KA05: "Groups",
  KA06: "The machine that the file is for",
  KA07: "global_defs, and what stands outside the blocks",
  KA08: "Virtual servers",
  KA09: "Checks of real servers",
  KA10: "BFD",
  KA11: "Addresses, routes and rules",
  KA13: "Several routers together",
};

/** All kinds of problems, by a name that the program uses and a code that people can look up. */
export const catalogue = {
  ...languageProblems,
  ...valueProblems,
  ...instanceProblems,
  ...machineProblems,
  ...groupProblems,
  ...globalProblems,
  ...networkProblems,
  ...findingRows,
  ...virtualServerProblems,
  ...checkerProblems,
  ...bfdProblems,
} as const;

export type ProblemKind = keyof typeof catalogue;
