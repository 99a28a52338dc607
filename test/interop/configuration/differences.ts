/** Why a file is accepted by one of the programs and refused by the other. */
export const reasons = [
  "2.2.7 is older",
  "quirk not copied",
  "stricter on purpose",
  "more lenient on purpose",
  "Debian's is built without it",
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
  {
    ours: "accepted",
    reason: "Debian's is built without it",
    why: "it has no iptables",
    files: ["global_defs/vrrp_iptables.conf"],
  },
  {
    ours: "accepted",
    reason: "more lenient on purpose",
    why: "it looks up names of hosts and services while it reads; here that is done when mail is sent",
    files: ["global_defs/mail-server-by-name.conf", "global_defs/mail-server-port-by-name.conf"],
  },
  {
    ours: "refused",
    reason: "2.2.7 is older",
    why: "it reports the second name, and counts no mistake",
    files: ["root/net_namespace-twice.conf"],
  },
  {
    ours: "refused",
    reason: "2.2.7 is older",
    why: "later versions refuse to track files on file systems without inotify",
    files: ["track/file-file-on-proc.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "a word that is neither on nor off is taken as on, without a word",
    files: ["global_defs/vrrp_skip_check_adv_addr-not-a-boolean.conf", "global_defs/vrrp_strict-not-a-boolean.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "of two definitions with one name the first counts, without a word",
    files: ["track/file-twice.conf", "track/process-twice.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "an interface without a delay is not delayed, without a word",
    files: ["groups/link-delay-missing.conf"],
  },
  {
    ours: "accepted",
    reason: "quirk not copied",
    why: "a rule's single port is refused by mistake: ip-rule(8) has it",
    files: ["rules/dport-one-number.conf", "rules/sport-one-number.conf"],
  },
  {
    ours: "refused",
    reason: "2.2.7 is older",
    why: "default6 became outdated later",
    files: ["routes/default6.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "the kernel refuses the rule, and nobody says so before the router becomes master",
    files: ["rules/uidrange-backwards.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "it drops the virtual server, with a line in the log that `-t` does not count",
    files: ["virtual_server/group-unknown.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "one of two groups of a name is never used",
    files: ["virtual_server_group/twice.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "it passes over what it does not understand of a regular expression, and takes the page for good",
    files: [
      "checkers/http-get-url-regex_max_offset-not-a-number.conf",
      "checkers/http-get-url-regex_min_offset-not-a-number.conf",
      "checkers/http-get-url-regex_options-unknown.conf",
      "checkers/http-get-url-regex_stack-one-value.conf",
    ],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "nothing gets from an address of one family to one of the other; it says so in other checks than SMTP_CHECK",
    files: ["checkers/smtp-check-bindto-other-family.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "of a command that is not quoted it runs the first word alone: something else is done, or checked",
    files: [
      "language/script-not-quoted.conf",
      "scripts/misc-check-not-quoted.conf",
      "scripts/notify-with-words-too-many.conf",
    ],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "of two scripts with one name only one is looked at, without a word",
    files: ["scripts/one-name-twice.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "the kernel has no interface with so long a name",
    files: ["global_defs/default_interface-too-long.conf"],
  },
  {
    ours: "refused",
    reason: "stricter on purpose",
    why: "a definition of that name can be used nowhere",
    files: ["language/sequence-with-a-bad-variable.conf"],
  },
  {
    ours: "refused",
    reason: "2.2.7 is older",
    why: "`_ENV` and the bounds of `_RANDOM` came later",
    files: ["language/built-in-environment-without-a-name.conf", "language/built-in-random-backwards.conf"],
  },
  {
    ours: "accepted",
    reason: "2.2.7 is older",
    why: "it drops quotes behind a backslash; for later versions they are part of the name of a program, which is missing",
    files: ["scripts/notify-with-escaped-quotes.conf"],
  },
  {
    ours: "refused",
    reason: "2.2.7 is older",
    why: "it drops what follows a NUL byte; later versions report it",
    files: ["language/nul-in-a-value.conf"],
  },
  {
    ours: "refused",
    reason: "2.2.7 is older",
    why: "later versions end where strict mode meets unicast",
    files: ["vrrp_instance/unicast-strict.conf"],
  },
  {
    ours: "accepted",
    reason: "more lenient on purpose",
    why: "blanks of other scripts and a byte order mark are part of a word for it: files are copied from web pages",
    files: [
      "language/byte-order-mark.conf",
      "language/ideographic-space-and-comment.conf",
      "language/no-break-space.conf",
    ],
  },
  {
    ours: "accepted",
    reason: "more lenient on purpose",
    why: "it cuts lines at 1023 characters",
    files: ["language/comment-of-1100-characters.conf", "language/line-of-1100-characters.conf"],
  },
];
