/** Why a file is accepted by one of the programs and refused by the other. */
export const reasons = [
  "2.2.7 is older",
  "quirk not copied",
  "stricter on purpose",
  "more lenient on purpose",
] as const;

/** Files on which both programs differ for one cause; Debian's says the opposite of ours. */
export type Difference = {
  readonly ours: "accepted" | "refused";
  readonly reason: (typeof reasons)[number];
  /** What 2.2.7 does, and why ours does not. */
  readonly why: string;
  /** Below corpus/, or samples/ for those that Debian's package brings. */
  readonly files: readonly string[];
};

/** The known differences. Every other one is a fault, and so is one of these that is gone. */
export const differences: readonly Difference[] = [
  {
    ours: "accepted",
    reason: "2.2.7 is older",
    why: "the keyword came later",
    files: [
      "bfd/multihop.conf",
      "checkers/http-get-sni.conf",
      "checkers/ssl-get-sni-and-tls.conf",
      "global_defs/dbus_no_interface_name.conf",
      "global_defs/iproute_etc_dir.conf",
      "global_defs/iproute_usr_dir.conf",
      "global_defs/json_dump_file.conf",
      "global_defs/json_version.conf",
      "global_defs/set_supplementary_groups.conf",
      "global_defs/snmp_rs_stats_update_interval.conf",
      "global_defs/snmp_vs_stats_update_interval.conf",
      "global_defs/state_dump_file.conf",
      "global_defs/stats_dump_file.conf",
      "global_defs/use_symlink_paths.conf",
      "global_defs/v3_checksum_as_v2.conf",
      "global_defs/vrrp_delay_after_boot.conf",
      "global_defs/vrrp_ipsets.conf",
      "global_defs/vrrp_owner_ignore_adverts.conf",
      "vrrp_instance/hmac.conf",
      "vrrp_instance/owner_ignore_adverts.conf",
      "vrrp_instance/timer_expired_backup.conf",
      "vrrp_instance/v3_checksum_as_v2.conf",
      "vrrp_instance/without-addresses-on-purpose.conf",
    ],
  },
  {
    ours: "accepted",
    reason: "2.2.7 is older",
    why: "an instance without an interface, in a VRF or not, came later",
    files: ["vrrp_instance/unicast-in-a-vrf.conf", "vrrp_instance/unicast-without-interface.conf"],
  },
  {
    ours: "accepted",
    reason: "2.2.7 is older",
    why: "fractions of a second for scripts came later",
    files: ["scripts/interval-of-half-a-second.conf"],
  },
  {
    ours: "accepted",
    reason: "2.2.7 is older",
    why: "a family as the first word makes it lose the word behind it",
    files: ["routes/family-as-the-first-word.conf", "rules/family-as-the-first-word.conf"],
  },
  {
    ours: "accepted",
    reason: "2.2.7 is older",
    why: "it takes the digits a to f for no hexadecimal digits",
    files: ["checkers/udp-check-payload-with-letters.conf"],
  },
  {
    ours: "accepted",
    reason: "quirk not copied",
    why: "having looked at a script as its user, who is not root, `-t` sends itself SIGTERM",
    files: [
      "scripts/misc-check-user-is-not-root.conf",
      "scripts/script-user-is-not-root.conf",
      "scripts/user-is-not-root.conf",
    ],
  },
];
