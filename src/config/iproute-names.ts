import type { Files } from "./source/files.ts";
import type { Token } from "./source/tokens.ts";
import { splitWord } from "./source/words.ts";

/** The numbers behind the names that addresses, routes and rules may be written with. */
export type IprouteNames = {
  /** Undefined if nothing has this name. */
  numberOf(list: NameList, name: string): number | undefined;
  namesIn(list: NameList): readonly string[];
  /** The file where an administrator adds a name to the list. */
  fileOf(list: NameList): string;
};

/** The lists of iproute2 by the names of their files; `protocols` is the system's list of IP protocols. */
export type NameList = keyof typeof lists;

/**
 * The names as this machine has them. A list is read once, when a name of it is used; its well-known names are there
 * without any file too. `tokens` are those of the whole configuration: keepalived reads global_defs before all the rest, so
 * that the directories named there count above them too.
 */
export function iprouteNames(files: Files, tokens: Iterable<Token>): IprouteNames {
  const read = new Map<NameList, ReadonlyMap<string, number>>();
  let directories: Directories | undefined;
  const whereTo = (): Directories => {
    directories ??= directoriesIn(tokens);
    return directories;
  };
  const namesOf = (list: NameList): ReadonlyMap<string, number> => {
    const found = read.get(list) ?? readList(list, files, whereTo());
    read.set(list, found);
    return found;
  };
  return {
    numberOf: (list, name) => namesOf(list).get(name),
    namesIn: (list) => [...namesOf(list).keys()],
    fileOf: (list) => (list === "protocols" ? PROTOCOLS : `${whereTo().etc}/${list}`),
  };
}

/** Each list with the largest number that has a place in the kernel's field, and the names that are the same everywhere. */
const lists = {
  rt_tables: { most: 4_294_967_295, known: { unspec: 0, default: 253, main: 254, local: 255 } },
  rt_scopes: { most: 255, known: { global: 0, site: 200, link: 253, host: 254, nowhere: 255 } },
  rt_protos: {
    most: 255,
    known: {
      ...{ unspec: 0, redirect: 1, kernel: 2, boot: 3, static: 4, gated: 8, ra: 9, mrt: 10, zebra: 11, bird: 12 },
      ...{ dnrouted: 13, xorp: 14, ntk: 15, dhcp: 16, keepalived: 18, babel: 42, openr: 99 },
      ...{ bgp: 186, isis: 187, ospf: 188, rip: 189, eigrp: 192 },
    },
  },
  rt_dsfield: { most: 255, known: { default: 0, ...differentiatedServices() } },
  rt_realms: { most: 255, known: { cosmos: 0 } },
  group: { most: 2_147_483_647, known: { default: 0 } },
  protocols: {
    most: 255,
    known: {
      ...{ icmp: 1, igmp: 2, tcp: 6, udp: 17, gre: 47, esp: 50, ah: 51, ospf: 89, vrrp: 112, sctp: 132 },
      ...{ ICMP: 1, IGMP: 2, TCP: 6, UDP: 17, GRE: 47, ESP: 50, AH: 51, OSPF: 89, VRRP: 112, SCTP: 132 },
    },
  },
} as const satisfies { readonly [file: string]: List };

type List = { readonly most: number; readonly known: { readonly [name: string]: number } };

type Directories = { readonly etc: string; readonly usr: string };

const PROTOCOLS = "/etc/protocols";

/** CS1 to CS7 of RFC 2474, AF11 to AF43 of RFC 2597 and EF of RFC 3246, as they stand in the whole byte. */
function differentiatedServices(): { readonly [name: string]: number } {
  const named: { [name: string]: number } = { EF: 0xb8 };
  for (let selector = 1; selector <= 7; selector++) named[`CS${selector}`] = selector << 5;
  for (const precedence of [1, 2, 3, 4]) {
    for (const drop of [1, 2, 3]) named[`AF${precedence}${drop}`] = (precedence << 5) | (drop << 3);
  }
  return named;
}

/** The last of each counts, as everywhere in global_defs. */
function directoriesIn(tokens: Iterable<Token>): Directories {
  const directories = { etc: "/etc/iproute2", usr: "/usr/share/iproute2" };
  for (const token of tokens) {
    if (token.kind !== "text" || !token.fragment.text.startsWith("iproute_")) continue;
    const keyword = splitWord(token.fragment);
    const directory = keyword === undefined ? undefined : splitWord(keyword.rest)?.word.text;
    if (keyword?.word.text === "iproute_etc_dir" && directory !== undefined) directories.etc = directory;
    if (keyword?.word.text === "iproute_usr_dir" && directory !== undefined) directories.usr = directory;
  }
  return directories;
}

function readList(list: NameList, files: Files, directories: Directories): ReadonlyMap<string, number> {
  const { known, most } = lists[list];
  const names = new Map<string, number>(Object.entries(known));
  if (list === "protocols") addNames(names, textOf([PROTOCOLS], files), NAME_FIRST, most);
  else for (const text of textsOf(list, files, directories)) addNames(names, text, NUMBER_FIRST, most);
  return names;
}

/** reference: interfaces, section 4. The list, and what stands in the directory beside it; /etc hides its namesakes of /usr. */
function textsOf(list: NameList, files: Files, { etc, usr }: Directories): readonly string[] {
  const additions = [usr, etc].flatMap((directory) => files.list(`${directory}/${list}.d`));
  const names = [...new Set(additions)].filter((name) => name.endsWith(".conf")).toSorted();
  const paths = [list, ...names.map((name) => `${list}.d/${name}`)];
  return paths.map((path) => textOf([`${etc}/${path}`, `${usr}/${path}`], files));
}

/** Of the first that is there. */
function textOf(paths: readonly string[], files: Files): string {
  for (const path of paths) {
    const file = files.read(path);
    if (file.kind === "text") return file.text;
    if (file.kind === "unreadable") return "";
  }
  return "";
}

const NUMBER_FIRST = /^\s*(?<number>0x[0-9a-f]+|\d+)\s+(?<names>[^\s#]+)/i;
const NAME_FIRST = /^\s*(?<name>[^\s#]+)\s+(?<number>\d+)(?<names>[^#]*)/;

/** Lines that are neither a name with its number nor a comment are passed over, as iproute2 does. */
function addNames(names: Map<string, number>, text: string, form: RegExp, most: number): void {
  for (const line of text.split("\n")) {
    const { number, name = "", names: others = "" } = form.exec(line)?.groups ?? {};
    if (number === undefined || Number(number) > most) continue;
    for (const one of [name, ...others.split(/\s+/)]) if (one !== "") names.set(one, Number(number));
  }
}
