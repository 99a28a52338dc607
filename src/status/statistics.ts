import type { InstanceStatus, Status } from "../core/status.ts";
import type { CounterName } from "../core/vrrp/counters.ts";

/** A line of the statistics file: a heading, or a label with the counter it shows. */
type Line = readonly [label: string, counter?: CounterName];

/** keepalived's SIGUSR2 file, line by line; scripts read it by these labels. */
const lines: readonly Line[] = [
  ["  Advertisements:"],
  ["    Received", "advert_rcvd"],
  ["    Sent", "advert_sent"],
  ["  Became master", "become_master"],
  ["  Released master", "release_master"],
  ["  Packet Errors:"],
  ["    Length", "packet_len_err"],
  ["    TTL", "ip_ttl_err"],
  ["    Invalid Type", "invalid_type_rcvd"],
  ["    Advertisement Interval", "advert_interval_err"],
  ["    Address List", "addr_list_err"],
  ["  Authentication Errors:"],
  ["    Invalid Type", "invalid_authtype"],
  ["    Type Mismatch", "authtype_mismatch"],
  ["    Failure", "auth_failure"],
  ["  Priority Zero:"],
  ["    Received", "pri_zero_rcvd"],
  ["    Sent", "pri_zero_sent"],
];

export function renderStatistics(status: Status): string {
  return status.instances.map(renderInstance).join("");
}

function renderInstance({ settings, counters }: InstanceStatus): string {
  const rendered = lines.map(([label, counter]) => (counter === undefined ? label : `${label}: ${counters[counter]}`));
  return `${[`VRRP Instance: ${settings.name}`, ...rendered].join("\n")}\n`;
}
