/** The words behind a keyword that opens a block, by the path of the block; without a row here there are none. */
export const heads: Readonly<Record<string, string>> = {
  vrrp_script: "A",
  vrrp_instance: "A",
  vrrp_sync_group: "A",
  track_group: "A",
  track_file: "A",
  vrrp_track_file: "A",
  vrrp_track_process: "A",
  bfd_instance: "A",
  virtual_server: "192.0.2.1 80",
  "virtual_server/real_server": "192.0.2.2 80",
};

/** The first words of an item, behind which its options stand. */
export const firstWords: Readonly<Record<string, string>> = {
  virtual_ipaddress: "192.0.2.1/24",
  virtual_ipaddress_excluded: "192.0.2.1/24",
  static_ipaddress: "192.0.2.1/24",
  virtual_routes: "default dev eth0",
  static_routes: "default dev eth0",
  virtual_rules: "dev eth0 preference 0",
  static_rules: "dev eth0 preference 0",
  track_interface: "one",
  track_script: "one",
  track_file: "one",
  track_process: "one",
  track_bfd: "one",
  unicast_peer: "192.0.2.9",
};

/** The options of a rule that say what is done; beside the others there must be one. */
const actions = ["table", "lookup", "type", "goto", "nop", "blackhole", "unreachable", "prohibit", "l3mdev"];

/** A statement of a block in the blocks around it. */
export function frameOf(path: string): (statement: string) => string {
  if (path === "") return (statement) => statement;
  const blocks = path.split("/");
  const first = heads[path] === undefined ? firstWords[blocks.at(-1) ?? ""] : undefined;
  const headOf = (index: number): string => heads[blocks.slice(0, index + 1).join("/")] ?? "";
  const opening = blocks.map((name, index) => `${name} ${headOf(index)} {\n`).join("");
  return (statement) => {
    const last = path.endsWith("_rules") && !actions.includes(statement.split(" ")[0] ?? "") ? "table 1" : undefined;
    const line = [first, last, statement].filter((words) => words !== undefined).join(" ");
    return `${opening}${line}\n${"}\n".repeat(blocks.length)}`;
  };
}
