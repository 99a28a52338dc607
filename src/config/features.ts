/**
 * The parts of the program that keywords need. A start with a keyword whose part does not work yet is refused by name:
 * a file must not seem to do what nobody does.
 */
export const features = {
  configuration: { works: true, title: "the configuration itself" },
  vrrp: { works: true, title: "VRRP over IPv4 multicast" },
  scripts: { works: true, title: "check scripts" },
  ipv6: { works: false, title: "IPv6" },
  unicast: { works: false, title: "unicast adverts" },
  "sync groups": { works: false, title: "sync groups" },
  notification: { works: false, title: "notify scripts and FIFOs" },
  mail: { works: false, title: "mail" },
  vmac: { works: false, title: "interfaces with the virtual MAC, and ipvlan" },
  routes: { works: false, title: "routes and rules" },
  "static items": { works: false, title: "static addresses, routes and rules" },
  "address options": { works: false, title: "this option of an address" },
  firewall: { works: false, title: "no_accept and its firewall" },
  authentication: { works: false, title: "AH and HMAC authentication" },
  "track files": { works: false, title: "tracked files" },
  "track processes": { works: false, title: "tracked processes" },
  "strict mode": { works: false, title: "strict mode" },
  "dynamic interfaces": { works: false, title: "interfaces that come and go" },
  namespaces: { works: false, title: "network namespaces and instances of the daemon" },
  "process control": { works: false, title: "process names, priorities and memory locks" },
  reload: { works: false, title: "timed and checked reloads" },
  dumps: { works: false, title: "other places of the dump files" },
  ipvs: { works: false, title: "load balancing (IPVS)" },
  checkers: { works: false, title: "health checks of real servers" },
  bfd: { works: false, title: "BFD" },
  "late masters": { works: false, title: "masters that were held up" },
  "multicast groups": { works: false, title: "other multicast groups" },
  "link polling": { works: false, title: "polling of links" },
  checksums: { works: false, title: "other checksums" },
  snmp: { works: false, title: "SNMP" },
  dbus: { works: false, title: "D-Bus" },
} as const;

export type Feature = keyof typeof features;
