import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Machine, MachineInterface, ScriptExamination } from "../config/machine.ts";
import type { User } from "../config/types/script.ts";
import { Netlink } from "../kernel/netlink.ts";
import { SystemError } from "../kernel/syscalls.ts";
import {
  decodeInterfaceAddress,
  decodeInterfaceLink,
  encodeDump,
  IFF_LOOPBACK,
  KEEPALIVED_PROTOCOL,
  RTM_GETADDR,
  RTM_GETLINK,
} from "../wire/route.ts";
import { findGroup, findUser } from "./accounts.ts";
import { findProgram, testedFile } from "./program.ts";
import { findWeakness } from "./trust.ts";

/** This machine, as the configuration's rules ask about it; each question is put once. */
export function thisMachine(): Machine {
  let interfaces: Machine["interfaces"] | "not asked" = "not asked";
  const programs = new Map<string, ScriptExamination>();
  return {
    get interfaces() {
      if (interfaces === "not asked") interfaces = listInterfaces();
      return interfaces;
    },
    hasUser: remember((name) => findUser(name) !== undefined),
    hasGroup: remember((name) => findGroup(name) !== undefined),
    examineScript: (command, user) => {
      // keepalived looks neither at the file nor at who else could change it, but wants its whole path.
      const tested = testedFile(command);
      if (tested !== undefined) return { kind: isAbsolute(tested) ? "opened" : "missing" };
      const [program = ""] = command;
      const key = JSON.stringify([program, user?.name, user?.group]);
      const known = programs.get(key) ?? examineProgram(program, user);
      programs.set(key, known);
      return known;
    },
    examineSecret: (path) => {
      try {
        return (statSync(path).mode & 0o077) === 0 ? "private" : "readable by others";
      } catch {
        return "missing"; // Whatever stands in the way, the daemon cannot read it either.
      }
    },
  };
}

function examineProgram(program: string, user: User | undefined): ScriptExamination {
  const found = findProgram([program], user);
  // keepalived: a folder is no script, as if there were nothing.
  if (found.kind === "not executable" && isFolder(program)) return { kind: "missing" };
  if (found.kind !== "found") return found;
  return findWeakness(found.path, user) ?? { kind: "safe" };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Undefined where the kernel does not tell, as in a sandbox without netlink. */
function listInterfaces(): ReadonlyMap<string, MachineInterface> | undefined {
  try {
    const netlink = new Netlink();
    try {
      return readInterfaces(netlink);
    } finally {
      netlink.close();
    }
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

function readInterfaces(netlink: Netlink): ReadonlyMap<string, MachineInterface> {
  const addresses = netlink
    .dump(RTM_GETADDR, encodeDump(RTM_GETADDR))
    .flatMap(({ body }) => decodeInterfaceAddress(body) ?? []);
  const links = netlink
    .dump(RTM_GETLINK, encodeDump(RTM_GETLINK))
    .flatMap(({ body }) => decodeInterfaceLink(body) ?? []);
  return new Map(
    links.map(({ index, name, flags }) => [
      name,
      {
        loopback: (flags & IFF_LOOPBACK) !== 0,
        addresses: addresses
          .filter((one) => one.index === index)
          .map(({ address, lifetimeSeconds, protocol }) => ({
            address,
            permanent: lifetimeSeconds === undefined && protocol !== KEEPALIVED_PROTOCOL,
          })),
      },
    ]),
  );
}

function remember(ask: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const answer = answers.get(name) ?? ask(name);
    answers.set(name, answer);
    return answer;
  };
}
