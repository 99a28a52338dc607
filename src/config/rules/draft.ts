import type { ProblemKind } from "../catalogue.ts";
import type { VrrpInstance } from "../keywords/instance.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import type { Surroundings } from "./surroundings.ts";

/** An instance while its rules are applied. */
export type Draft = {
  readonly block: Block<VrrpInstance>;
  readonly values: VrrpInstance;
  readonly name: string;
  readonly strict: boolean;
  readonly around: Surroundings;
};

/** Reports at the place of a keyword; at the instance's if the keyword stands elsewhere. */
export function remark(
  { block, around }: Draft,
  kind: ProblemKind,
  name: keyof VrrpInstance,
  message: string,
  cure?: string,
): void {
  around.report(kind, block.places[name] ?? block.name.place, message, cure);
}

/** An error of the instance as a whole. */
export function blame({ block, name, around }: Draft, message: string, cure: string): void {
  around.report("instance-incomplete", block.name.place, `vrrp_instance ${quote(name)} ${message}`, cure);
}
