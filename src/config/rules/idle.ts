import type { GlobalDefs } from "../keywords/global.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import type { Surroundings } from "./surroundings.ts";

/** Keywords that do nothing unless one of the others is there. */
const companions = {
  startup_script_timeout: ["startup_script"],
  shutdown_script_timeout: ["shutdown_script"],
  smtp_server: ["notification_email"],
  smtp_helo_name: ["smtp_server"],
  smtp_connect_timeout: ["smtp_server"],
  notification_email_from: ["smtp_server"],
  vrrp_rlimit_rttime: ["vrrp_rt_priority", "max_auto_priority"],
  checker_rlimit_rttime: ["checker_rt_priority", "max_auto_priority"],
  bfd_rlimit_rttime: ["bfd_rt_priority", "max_auto_priority"],
  vrrp_rx_bufs_multiplier: ["vrrp_rx_bufs_policy"],
  vrrp_netlink_cmd_rcv_bufs_force: ["vrrp_netlink_cmd_rcv_bufs"],
  vrrp_netlink_monitor_rcv_bufs_force: ["vrrp_netlink_monitor_rcv_bufs"],
  process_monitor_rcv_bufs_force: ["process_monitor_rcv_bufs"],
  lvs_netlink_cmd_rcv_bufs_force: ["lvs_netlink_cmd_rcv_bufs"],
  lvs_netlink_monitor_rcv_bufs_force: ["lvs_netlink_monitor_rcv_bufs"],
  vrrp_ipsets: ["vrrp_iptables"],
  nftables_ipvs_priority: ["nftables_ipvs"],
  nftables_ipvs_start_fwmark: ["nftables_ipvs"],
  dbus_service_name: ["enable_dbus"],
  dbus_no_interface_name: ["enable_dbus"],
  vrrp_notify_priority_changes: ["notify_fifo", "vrrp_notify_fifo"],
  fifo_write_vrrp_states_on_reload: ["notify_fifo", "vrrp_notify_fifo"],
  reload_repeat: ["reload_time_file"],
} as const satisfies { readonly [Name in keyof GlobalDefs]?: readonly (keyof GlobalDefs)[] };

/** Those that never do anything in keepalived. Reference: interfaces, section 4, and grammar, section 6. */
const effectless = ["random_seed", "stats_dump_file", "json_dump_file"] as const;

/** What in global_defs is accepted and does nothing. */
export function checkIdle({ given, places }: Block<GlobalDefs>, { document, report }: Surroundings): void {
  for (const name of effectless) {
    const place = places[name];
    if (place !== undefined) report("keyword-idle", place, `${quote(name)} has no effect`, "remove it");
  }
  for (const name of namesOf(companions)) {
    const [place, needed] = [places[name], companions[name]];
    if (place === undefined || given[name] === false || needed.some((other) => places[other] !== undefined)) continue;
    const message = `${quote(name)} has no effect without ${needed.join(" or ")}`;
    report("keyword-idle", place, message, `add ${needed[0]}, or remove it`);
  }
  if (given.data_use_instance && document.instance === undefined && document.net_namespace === undefined) {
    const message = "`data_use_instance` has no effect without instance or net_namespace";
    if (places.data_use_instance !== undefined) report("keyword-idle", places.data_use_instance, message, "remove it");
  }
}

function namesOf<Names extends object>(table: Names): readonly (keyof Names)[] {
  const names: (keyof Names)[] = [];
  for (const name in table) names.push(name);
  return names;
}
