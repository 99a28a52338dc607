import type { Holder } from "./failures.ts";
import type { Outlook } from "./outlook.ts";
import { describeFailure } from "./reason.ts";

/** An outlook as programs read it; its findings are told like all problems. */
export type OutlookJson = {
  readonly virtualRouters: readonly { readonly virtualRouterId: number; readonly instances: readonly Named[] }[];
  readonly holder: HolderJson;
  readonly failures: readonly {
    readonly failure: string;
    readonly before: string;
    readonly after: HolderJson;
    readonly moves: boolean;
    readonly comesBack: boolean;
    readonly why: string;
  }[];
};

type Named = { readonly router: string; readonly instance: string };
type HolderJson = { readonly kind: Holder["kind"]; readonly routers: readonly string[] };

export function outlookJson({ virtualRouters, holder, rows }: Outlook): OutlookJson {
  return {
    virtualRouters: virtualRouters.map(({ virtualRouterId, seats }) => ({
      virtualRouterId,
      instances: seats.map(({ router, instance }) => ({ router: router.name, instance: instance.name })),
    })),
    holder: holderJson(holder),
    failures: rows.map((row) => ({
      failure: describeFailure(row),
      before: row.before.name,
      after: holderJson(row.after),
      moves: row.moves,
      comesBack: row.comesBack,
      why: row.why,
    })),
  };
}

function holderJson(holder: Holder): HolderJson {
  switch (holder.kind) {
    case "one":
      return { kind: holder.kind, routers: [holder.router.name] };
    case "either":
    case "several":
      return { kind: holder.kind, routers: holder.routers.map(({ name }) => name) };
    case "nobody":
    case "restless":
      return { kind: holder.kind, routers: [] };
  }
}
