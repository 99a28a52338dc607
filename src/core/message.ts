import type { Effect } from "./effect.ts";
import type { State } from "./status.ts";

export type Log = Extract<Effect, { kind: "log" }>;

const info = (text: string): Log => ({ kind: "log", level: "info", text });
const detail = (text: string): Log => ({ kind: "log", level: "detail", text });

/**
 * Every line the core logs, in the words people grep for: those of keepalived wherever it has a line for the occasion.
 */
export const message = {
  entering: (name: string, state: State) => info(`(${name}) Entering ${state} STATE`),
  enteringFirst: (name: string, state: State) => info(`(${name}) Entering ${state} STATE (init)`),
  fault: (name: string, cause: string) => info(`(${name}) in fault: ${cause}`),
  masterDown: (name: string) => info(`(${name}) Receive advertisement timeout`),
  settingAddresses: (name: string) => detail(`(${name}) setting VIPs.`),
  removingAddresses: (name: string) => detail(`(${name}) removing VIPs.`),
  resigned: (name: string) => info(`(${name}) sent 0 priority`),
  masterHeardHigher: (name: string, from: string, priority: number, ours: number) =>
    info(`(${name}) Master received advert from ${from} with higher priority ${priority}, ours ${ours}`),
  masterHeardHigherAddress: (name: string, from: string, priority: number) =>
    info(
      `(${name}) Master received advert from ${from} with same priority ${priority} but higher IP address than ours`,
    ),
  masterHeardLower: (name: string, from: string, priority: number, ours: number) =>
    info(`(${name}) Received advert from ${from} with lower priority ${priority}, ours ${ours}, forcing new election`),
  masterHeardItself: (name: string, from: string) =>
    info(
      `(${name}) WARNING - received an advert from our own address ${from}: another router uses it, give it its own`,
    ),
  secondOwner: (name: string, from: string) =>
    info(`(${name}) CONFIGURATION ERROR: ${from} advertises priority 255 too; only the address owner may have it`),
  backupHeardLower: (name: string, from: string, priority: number) =>
    info(`(${name}) received lower priority (${priority}) advert from ${from} - discarding`),
  backupHeardResignation: (name: string) => info(`(${name}) Backup received priority 0 advertisement`),
  preemptDelay: (name: string, seconds: number) => info(`(${name}) start preempt delay (${seconds} secs)`),
  priorityChange: (name: string, from: number, to: number) =>
    info(`(${name}) Changing effective priority from ${from} to ${to}`),
  announcing: (name: string, device: string, address: string) =>
    detail(`(${name}) Sending/queueing gratuitous ARPs on ${device} for ${address}`),
  announced: (device: string, address: string) => detail(`Sending gratuitous ARP on ${device} for ${address}`),
  received: (name: string, what: string) => info(`(${name}) ${what}`),
  addressLost: (device: string, address: string) =>
    info(`Netlink reflector reports IP ${address} removed from ${device}`),
  linkUp: (device: string) => info(`Netlink reports ${device} up`),
  linkDown: (device: string) => info(`Netlink reports ${device} down`),
  linkGone: (device: string) => info(`Netlink reports ${device} deleted`),
  failed: (name: string, what: string, reason: string) => info(`(${name}) ${what} failed: ${reason}`),
  stalled: (name: string, seconds: string) =>
    info(`(${name}) no advert left for ${seconds} s, longer than the address lease: giving up MASTER`),
  scriptReturns: (name: string, status: number) => detail(`Script \`${name}\` now returning ${status}`),
  scriptSucceeded: (name: string) => info(`VRRP_Script(${name}) succeeded`),
  scriptFailed: (name: string, how: string) => info(`VRRP_Script(${name}) failed (${how})`),
  scriptTimedOut: (name: string, seconds: number) =>
    info(`VRRP_Script(${name}) timed out after ${seconds} s, stopping it`),
  scriptStillRunning: (name: string) => info(`VRRP_Script(${name}) is still running, skipping this run`),
} as const;
