import type { Settings } from "../../core/settings.ts";
import type { ScriptSettings } from "../../core/track/settings.ts";
import { type Document, root } from "../keywords/root.ts";
import { type VrrpScript, vrrpScript } from "../keywords/script.ts";
import type { Machine } from "../machine.ts";
import { quote, type Report } from "../problem.ts";
import { type Block, complete } from "../schema.ts";
import type { User } from "../types/script.ts";
import { checkBfd } from "./bfd.ts";
import { checkGlobal, completeGlobal } from "./global.ts";
import { type SettledGroup, settleGroups } from "./groups.ts";
import { type SettledInstance, settleInstance } from "./instance.ts";
import { checkInterfaceLists } from "./interface-lists.ts";
import { checkScripts } from "./scripts.ts";
import { checkSsl } from "./ssl.ts";
import { checkStatic } from "./static.ts";
import type { Surroundings } from "./surroundings.ts";
import { checkTrackables } from "./trackables.ts";
import { checkTwins } from "./twins.ts";
import { checkVirtualServers } from "./virtual-server.ts";

/** What the machine has to say where the file says nothing. */
export type MachineDefaults = {
  /** `router_id`. */
  readonly hostName: string;
  /** `script_user`; absent: the daemon's own user. */
  readonly scriptUser?: User;
};

export type Settled = {
  readonly settings: Settings;
  readonly instances: readonly SettledInstance[];
  readonly groups: readonly SettledGroup[];
};

/**
 * The settings that a document amounts to: defaults filled in, what contradicts itself reported. A block that cannot be
 * used is left out, after an error.
 */
export function settle(
  document: Partial<Document>,
  defaults: MachineDefaults,
  machine: Machine | undefined,
  report: Report,
): Settled {
  const around = surroundingsOf(document, defaults, machine, report);
  const { global } = around;
  const { vrrp_script = new Map(), vrrp_instance = new Map() } = complete(root, document);
  const instances = Array.from(vrrp_instance.values()).flatMap((block) => settleInstance(block, around) ?? []);
  checkTwins(instances, report);
  checkStatic(instances, around);
  const scripts = Array.from(vrrp_script.values()).flatMap((block) => settleScript(block, around) ?? []);
  checkBfd(document, report);
  checkVirtualServers(around);
  checkSsl(around);
  checkScripts(around);
  checkGlobal(around);
  const groups = settleGroups(instances, around);
  checkTrackables(around);
  checkInterfaceLists(around);
  const settings = {
    routerId: global.router_id ?? defaults.hostName,
    startupDelay: global.vrrp_startup_delay,
    ...(global.vrrp_rt_priority === undefined ? {} : { realtimePriority: global.vrrp_rt_priority }),
    scripts,
    instances: instances.map(({ settings }) => settings),
  };
  return { settings, instances, groups };
}

function surroundingsOf(
  document: Partial<Document>,
  { scriptUser }: MachineDefaults,
  machine: Machine | undefined,
  report: Report,
): Surroundings {
  const { global_defs } = document;
  const global = completeGlobal(global_defs);
  const user = global.script_user ?? scriptUser;
  const none = new Map();
  return {
    document,
    global,
    globalPlaces: global_defs?.places ?? {},
    trackables: {
      vrrp_script: document.vrrp_script ?? none,
      track_file: document.track_file ?? none,
      vrrp_track_process: document.vrrp_track_process ?? none,
      bfd_instance: document.bfd_instance ?? none,
    },
    ...(user === undefined ? {} : { scriptUser: user }),
    ...(machine === undefined ? {} : { machine }),
    report,
  };
}

function settleScript(block: Block<VrrpScript>, { scriptUser, report }: Surroundings): ScriptSettings | undefined {
  const { script, interval, timeout = interval, rise, fall, ...values } = complete(vrrpScript, block.given);
  const { text: name, place } = block.name;
  if (script === undefined) {
    const cure = 'add a line such as: script "/usr/bin/pgrep -x haproxy"';
    if (block.places.script === undefined) {
      report("script-missing", place, `vrrp_script ${quote(name)} has no script`, cure);
    }
    return undefined;
  }
  if (timeout > interval) {
    const message = `the timeout of ${quote(name)} is longer than its interval: runs are left out while one still lasts`;
    report("timeout-longer", block.places.timeout ?? place, message, "make the timeout at most the interval");
  }
  const user = values.user ?? scriptUser;
  const settings = { name, command: script, interval, timeout, rise, fall, initFail: values.init_fail ?? false };
  return user === undefined ? settings : { ...settings, user };
}
