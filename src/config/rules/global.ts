import { SECOND } from "../../core/time.ts";
import { type GlobalDefs, globalDefs } from "../keywords/global.ts";
import { suggest } from "../nearest.ts";
import { quote } from "../problem.ts";
import { type Block, complete } from "../schema.ts";
import { checkIdle } from "./idle.ts";
import type { Surroundings } from "./surroundings.ts";

/** global_defs with its defaults, which vrrp_min_garp changes. */
export function completeGlobal(block: Block<GlobalDefs> | undefined): GlobalDefs {
  const values = complete(globalDefs, block?.given ?? {});
  const minimal = minimized(block).map((name) => [name, minimum[name]] as const);
  return { ...values, ...Object.fromEntries(minimal) };
}

/**
 * What vrrp_min_garp makes of the defaults. keepalived also makes the repeats of a refresh 0, so that a refresh that is
 * switched on behind it sends nothing; here it sends one message.
 */
const minimum = { vrrp_garp_master_repeat: 1, vrrp_garp_master_delay: 0 } as const;

/** Which values are replaced: not those that are given behind it, or differ from their defaults before it. */
function minimized(block: Block<GlobalDefs> | undefined): readonly (keyof typeof minimum)[] {
  if (block?.given.vrrp_min_garp !== true) return [];
  const { given } = block;
  const order = Object.keys(given);
  return (["vrrp_garp_master_repeat", "vrrp_garp_master_delay"] as const).filter((name) => {
    const behind = order.indexOf(name) > order.indexOf("vrrp_min_garp");
    return given[name] === undefined || (!behind && given[name] === globalDefs[name].absent);
  });
}

/** What contradicts itself, or does nothing, in global_defs. */
export function checkGlobal(around: Surroundings): void {
  const block = around.document.global_defs;
  checkMail(around);
  if (block === undefined) return;
  checkFifos(block, around);
  checkAnnouncements(block, around);
  checkSyncDaemon(block, around);
  checkIdle(block, around);
  const { given, places, name } = block;
  if (given.vrrp_iptables !== undefined && given.nftables !== undefined) {
    const message = "vrrp_iptables beside nftables";
    around.report("firewall-twice", places.vrrp_iptables ?? name.place, message, "remove one of the two");
  }
  if (given.vrrp_mcast_group6 !== undefined && !/^ff[0-9a-f]2:/.test(given.vrrp_mcast_group6)) {
    const message = `${given.vrrp_mcast_group6} is not a group of the link`;
    around.report(
      "multicast-wide",
      places.vrrp_mcast_group6 ?? name.place,
      message,
      "choose one that begins with ff02:",
    );
  }
}

/** Who wants mail, and whether there is any. */
function checkMail({ document, global, globalPlaces, report }: Surroundings): void {
  const { vrrp_instance = new Map(), vrrp_sync_group = new Map() } = document;
  const { notification_email: list, smtp_server } = globalPlaces;
  if (list !== undefined && global.notification_email.length === 0) {
    report("list-empty", list, "this list is empty", "name who gets mail, or remove it");
  }
  const missing = list === undefined ? "notification_email" : smtp_server === undefined ? "smtp_server" : undefined;
  if (missing === undefined) return;
  const cure = `add ${missing} to global_defs, or remove this`;
  const [alert, inherited] = [
    (["smtp_alert", "smtp_alert_vrrp", "smtp_alert_checker"] as const).find((name) => global[name] === true),
    [...vrrp_instance.values(), ...vrrp_sync_group.values()].find(({ given }) => given.smtp_alert === true),
  ];
  const place = alert === undefined ? inherited?.places.smtp_alert : globalPlaces[alert];
  if (place !== undefined) report("mail-impossible", place, `smtp_alert without ${missing} sends nothing`, cure);
  else if (list !== undefined) {
    report("mail-impossible", list, "notification_email without smtp_server: nothing is ever sent", cure);
  }
}

const fifos = ["notify_fifo", "vrrp_notify_fifo", "lvs_notify_fifo"] as const;

function checkFifos({ given, places, name }: Block<GlobalDefs>, { report }: Surroundings): void {
  for (const fifo of fifos) {
    const reader = places[`${fifo}_script`];
    if (reader === undefined || places[fifo] !== undefined) continue;
    report("fifo-reader-idle", reader, `${fifo}_script has nothing to read`, `add ${fifo}`);
  }
  const twin = (["vrrp_notify_fifo", "lvs_notify_fifo"] as const).find(
    (fifo) => given[fifo] !== undefined && given[fifo].path === given.notify_fifo?.path,
  );
  if (twin === undefined) return;
  const message = `${twin} is the same pipe as notify_fifo, which gets these events anyway`;
  report("fifo-shared", places[twin] ?? name.place, message, `remove ${twin}`);
}

function checkAnnouncements(block: Block<GlobalDefs>, { report }: Surroundings): void {
  const { given, places, name } = block;
  for (const gap of ["vrrp_garp_interval", "vrrp_gna_interval"] as const) {
    const value = given[gap] ?? 0;
    if (value < SECOND) continue;
    const message = `${gap} ${value / SECOND}: there is so much time between any two messages on an interface`;
    report("gap-large", places[gap] ?? name.place, message, "it is in seconds, with decimals: 0.001");
  }
  const overridden = minimized(block).find((one) => given[one] !== undefined);
  if (overridden === undefined) return;
  const message = `vrrp_min_garp makes ${overridden} ${minimum[overridden]}, though another value is given before it`;
  report("minimum-overrides", places.vrrp_min_garp ?? name.place, message, `put it before ${overridden}`);
}

function checkSyncDaemon({ given, places, name }: Block<GlobalDefs>, { document, report }: Surroundings): void {
  const { lvs_sync_daemon: daemon } = given;
  const { vrrp_instance = new Map() } = document;
  const instance = daemon?.inst;
  if (daemon === undefined || (instance !== undefined && vrrp_instance.has(instance))) return;
  const place = places.lvs_sync_daemon ?? name.place;
  if (instance === undefined) {
    report("sync-daemon-idle", place, "lvs_sync_daemon names no instance", "add inst and the name of a vrrp_instance");
    return;
  }
  const cure = suggest(instance, vrrp_instance.keys(), "name one that there is");
  report("sync-daemon-idle", place, `there is no vrrp_instance ${quote(instance)}`, cure);
}
