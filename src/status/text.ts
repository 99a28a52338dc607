import type { PriorityAccount, PriorityShare } from "../core/status.ts";
import type { InstanceReport, Report, ScriptReport } from "./report.ts";

/** What `keepalived status` prints: the state, and above all why it is so. */
export function renderText(report: Report): string {
  const head = `keepalived-ts ${report.version}, pid ${report.pid}, since ${clock(report.startedAt)}, ${report.configuration}`;
  const parts = [...report.instances.map(renderInstance), ...report.scripts.map(renderScript)];
  return `${[head, ...parts].join("\n\n")}\n`;
}

/** "122 = 120 + 2 (chk_haproxy good)". */
export function renderPriority({ base, effective, shares }: PriorityAccount): string {
  if (shares.length === 0) return `${effective}`;
  return `${effective} = ${base}${shares.map(renderShare).join("")}`;
}

function renderShare({ name, share, verdict }: PriorityShare): string {
  const sign = share < 0 ? "−" : "+";
  return ` ${sign} ${Math.abs(share)} (${name} ${verdict === "unknown" ? "not known yet" : verdict})`;
}

function renderInstance(instance: InstanceReport): string {
  const { name, state, interface: device, virtualRouterId, vrrpVersion, advertIntervalSeconds, master } = instance;
  const newest = instance.transitions.slice(-5).reverse();
  return [
    `${name}: ${state}`,
    `  on ${device}, VRID ${virtualRouterId}, VRRP version ${vrrpVersion}, an advert every ${advertIntervalSeconds} s`,
    `  priority ${renderPriority(instance.priority)}`,
    ...instance.faults.map((fault) => `  fault: ${fault}`),
    ...instance.addresses.map(
      ({ address, interface: on, held }) => `  ${held ? "holds" : "without"} ${address} on ${on}`,
    ),
    `  master ${master === null ? "not known" : `${master.address}, priority ${master.priority}`}`,
    `  adverts sent ${instance.counters.advert_sent ?? 0}, received ${instance.counters.advert_rcvd ?? 0}`,
    ...newest.map(({ at, from, to, reason }) => `  ${clock(at)} ${from} → ${to}: ${reason}`),
  ].join("\n");
}

function renderScript({ name, command, verdict, lastOutcome }: ScriptReport): string {
  return `script ${name}: ${verdict === "unknown" ? "not known yet" : verdict}${lastOutcome === null ? "" : `, last run ${lastOutcome}`}\n  ${command.join(" ")}`;
}

/** Local time, as the log has it. */
function clock(iso: string): string {
  const date = new Date(iso);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().replace("T", " ").replace("Z", "").slice(0, 21);
}
