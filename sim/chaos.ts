import type { Random } from "./random.ts";

/** A scenario by chance, in the language of scenario.ts, and what there is to know for judging it. */
export type Chaos = {
  readonly text: string;
  /** Since when nothing is wrong any more, in seconds. */
  readonly healedAtSeconds: number;
  /** Until when everything must have settled after that, in seconds. */
  readonly settledAtSeconds: number;
};

const HEALED_AT = 20;

/** A few routers with one virtual address, misfortunes for a while, and then peace. */
export function composeChaos(random: Random): Chaos {
  const routers = ["r1", "r2", "r3", "r4"].slice(0, random.between(2, 4));
  const plan = planFile(random, routers);
  const lines = routers.map((name, index) => `router ${name} eth0 192.168.0.${index + 11}`);
  lines.push("file", plan.file, `at 0s weather 0 0ms ${random.pick(["1ms", "5ms", "20ms"])}`);
  for (const name of routers) lines.push(`at ${random.pick(["0s", "0s", "1.5s", "4s"])} start ${name}`);
  const misfortunes = Array.from({ length: random.between(3, 12) }, () => misfortune(random, routers, plan.file));
  lines.push(...misfortunes.sort((a, b) => a.at - b.at).map(({ at, words }) => `at ${at}s ${words}`));
  const settledAtSeconds = HEALED_AT + plan.settlingSeconds;
  lines.push(...healing(routers), `run until ${settledAtSeconds + 5}s`);
  return { text: `${lines.join("\n")}\n`, healedAtSeconds: HEALED_AT, settledAtSeconds };
}

/** A configuration for all of them, indented as a block of the language. */
function planFile(random: Random, routers: readonly string[]): { file: string; settlingSeconds: number } {
  const version = random.pick([2, 2, 3, 3] as const);
  // Version 3 learns the master's interval, so each may have its own.
  const isOfOneInterval = version === 2 || random.chance(0.5);
  const interval = version === 2 ? random.pick([1, 1, 2]) : random.pick([1, 0.5, 0.2]);
  const pickInterval = () => random.pick([1, 0.5, 0.2]);
  const isEqual = random.chance(0.15);
  const hasOwner = random.chance(0.1);
  const preempt = random.pick(["", "", "", "", "nopreempt", "preempt_delay 3"]);
  const script = random.pick(["", "weight -60", "weight 60", "weight 0"]);
  const priorities = routers.map((name, index) => {
    const priority = isEqual ? 100 : 60 + 40 * ((index + random.between(0, 3)) % 4);
    return `@${name} priority ${hasOwner && index === 0 ? 255 : priority}`;
  });
  const instance = [
    "interface eth0",
    "virtual_router_id 51",
    `version ${version}`,
    ...(isOfOneInterval ? [`advert_int ${interval}`] : routers.map((name) => `@${name} advert_int ${pickInterval()}`)),
    ...priorities,
    // An owner cannot have it, so nobody has.
    ...(hasOwner || preempt === "" ? [] : [preempt]),
    ...(random.chance(0.1) ? ["address_lease off"] : []),
    ...(random.chance(0.3) ? ["garp_master_refresh 3"] : []),
    "virtual_ipaddress {",
    "192.168.0.121",
    "192.168.0.122",
    "}",
    ...(script === "" ? [] : ["track_script {", "chk", "}"]),
  ];
  const scripts = script === "" ? [] : ["vrrp_script chk {", "script /bin/true", script, "fall 2", "rise 2", "}"];
  const file = [...scripts, "vrrp_instance VI_1 {", ...instance, "}"].map((line) => `    ${line}`).join("\n");
  // A hanging script is killed within 3 s and then needs two successes; then two full elections, one after the other.
  const settlingSeconds = 6 + 3 + 2 * Math.ceil(3 * Math.max(1, interval) + 1) + 2;
  return { file, settlingSeconds };
}

function misfortune(random: Random, routers: readonly string[], file: string): { at: number; words: string } {
  const at = random.between(20, HEALED_AT * 10 - 20) / 10;
  const [first = "r1", second = "r2"] = shuffle(random, routers);
  const within = random.chance(0.4) ? ` within ${random.between(1, 12)}` : "";
  const words = random.pick<() => string>([
    () => `kill ${first}${within}`,
    () => `stop ${first}`,
    () => `start ${first}`,
    () => `start ${first}`,
    () => `freeze ${first} ${random.between(1, 80) / 10}s${within}`,
    () => `freeze ${first} ${random.between(1, 80) / 10}s${within}`,
    () => `link ${first} eth0 ${random.pick(["down", "up", "absent"])}`,
    () => `wall ${first} ${second}`,
    () => `wall ${first} ${second}\nat ${at}s wall ${second} ${first}`,
    () => "mend",
    () => `delete ${first} 192.168.0.12${random.between(1, 2)}`,
    () => `delete ${first} 192.168.0.121\nat ${(at + 0.3).toFixed(1)}s delete ${first} 192.168.0.121`,
    () => `script ${first} chk ${random.pick(["exits 1", "exits 0", "hangs", "hangs stubborn", "exits 0 after 0.7s"])}`,
    () => `weather ${random.pick([0, 0, 0.1, 0.5])} 0ms ${random.pick(["1ms", "20ms", "200ms"])}`,
    () => `reload ${first}\n${changeFile(random, file)}`,
    () => `reload ${first}\n${changeFile(random, file)}`,
  ])();
  return { at, words };
}

/** Another file for the same virtual router, or the same one. */
function changeFile(random: Random, file: string): string {
  const instead = (line: string) => file.replace("virtual_router_id 51", `virtual_router_id 51\n    ${line}`);
  return random.pick<() => string>([
    () => file,
    () => file.replace(/garp_master_refresh \d+|preempt_delay \d+/, ""),
    () => instead(`garp_master_refresh ${random.between(0, 2)}`),
    () => instead(`address_lease ${random.between(3, 9)}`),
    () => file.replaceAll(/priority \d+/g, () => `priority ${random.between(1, 255)}`),
  ])();
}

/** Whatever was wrong is right again, whether or not it was. */
function healing(routers: readonly string[]): string[] {
  const each = routers.flatMap((name) => [
    `at ${HEALED_AT}s link ${name} eth0 up`,
    `at ${HEALED_AT}s script ${name} chk exits 0`,
    `at ${HEALED_AT}s revive ${name}`,
  ]);
  return [`at ${HEALED_AT}s mend`, `at ${HEALED_AT}s weather 0 0ms 1ms`, ...each];
}

function shuffle<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
