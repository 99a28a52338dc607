import type { IpAddress } from "../wire/ipv4.ts";
import type { User } from "./types/script.ts";

/**
 * What the rules ask of the machine that the configuration is for. Nothing is changed by asking. Without a machine (a file
 * that is for another one) the rules that need it say nothing.
 */
export type Machine = {
  /** By name; undefined if they cannot be listed. */
  readonly interfaces: ReadonlyMap<string, MachineInterface> | undefined;
  hasUser(name: string): boolean;
  hasGroup(name: string): boolean;
  /** Whether the command could be run as this user (undefined: the daemon's own), and who else decides what it does. */
  examineScript(command: readonly string[], user: User | undefined): ScriptExamination;
  /** Whether the file is there, and whether others than its owner may read it. */
  examineSecret(path: string): "missing" | "private" | "readable by others";
};

export type MachineInterface = {
  readonly loopback: boolean;
  readonly addresses: readonly MachineAddress[];
};

/** `permanent`: without an end of its lifetime, and not put there by keepalived or this program. */
export type MachineAddress = { readonly address: IpAddress; readonly permanent: boolean };

export type ScriptExamination =
  | { readonly kind: "safe" }
  | { readonly kind: "missing" }
  /** `</path`: no program runs, the file is only opened. */
  | { readonly kind: "opened" }
  | { readonly kind: "not executable"; readonly reason: string }
  /** Runs as root, and somebody else can change this component of its path. */
  | { readonly kind: "unsafe"; readonly component: string; readonly reason: string };
