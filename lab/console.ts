import { once } from "node:events";
import type { ReadStream, WriteStream } from "node:tty";
import { monotonicNow } from "../src/host/clock.ts";
import type { Lab } from "./lab.ts";
import type { Router } from "./router.ts";
import { renderScreen } from "./screen.ts";

/** What a key does to the selected router. */
type Key = {
  readonly key: string;
  readonly label: string;
  readonly act: (router: Router) => void | Promise<void>;
};

const keys: readonly Key[] = [
  {
    key: "h",
    label: "haproxy stop/start",
    act: (router) => (router.backend === "up" ? router.stopBackend() : router.startBackend()),
  },
  {
    key: "d",
    label: "daemon stop/start",
    act: (router) => (isAlive(router) ? router.stopDaemon() : router.startDaemon()),
  },
  { key: "k", label: "kill -9", act: (router) => router.killDaemon() },
  {
    key: "f",
    label: "freeze/thaw",
    act: (router) => (router.daemon === "frozen" ? router.thawDaemon() : router.freezeDaemon()),
  },
  { key: "l", label: "link cut/mend", act: (router) => (router.link === "up" ? router.cut("carrier") : router.mend()) },
  { key: "s", label: "cut silently", act: (router) => (router.link === "up" ? router.cut("silent") : router.mend()) },
];

/** The live view with its keys, until somebody quits. The terminal is restored, however the process ends. */
export async function runConsole(lab: Lab, input: ReadStream, output: WriteStream): Promise<void> {
  let selected = 0;
  let note = "";
  const help = [
    `${lab.routers.map((_, index) => index + 1).join("/")} choose router`,
    ...keys.map(({ key, label }) => `${key} ${label}`),
    "q quit",
  ];
  const draw = () => {
    const lines = [
      ...renderScreen(lab, selected, note, output.columns, monotonicNow()),
      "",
      ...wrap(help, output.columns),
    ];
    output.write(`${HOME}${lines.map((line) => `${line}${END_OF_LINE}`).join("\r\n")}${END_OF_SCREEN}`);
  };
  const quit = new AbortController();
  const press = (text: string) => {
    if (text === "q" || text === "\x03") return quit.abort();
    if (lab.routers[Number(text) - 1] !== undefined) selected = Number(text) - 1;
    const router = lab.routers[selected];
    const key = keys.find((each) => each.key === text);
    if (router !== undefined && key !== undefined) {
      note = `${router.name}: ${key.label}`;
      Promise.resolve(key.act(router)).catch((error: Error) => {
        note = `${router.name}: ${key.label}: ${error.message}`;
      });
    }
    draw();
  };
  const drawing = setInterval(draw, 100);
  const asking = setInterval(() => void lab.routers.map((router) => router.refresh()), 200);
  const restore = () => {
    input.setRawMode(false);
    output.write(LEAVE);
  };
  process.once("exit", restore);
  output.write(ENTER);
  input.setRawMode(true).setEncoding("utf8").on("data", press);
  await Promise.race([once(quit.signal, "abort"), once(input, "end")]);
  clearInterval(drawing);
  clearInterval(asking);
  input.off("data", press).pause();
  process.off("exit", restore);
  restore();
}

/** As many words to a line as fit. */
function wrap(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} · ${word}`;
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
}

// The other screen of the terminal, without a cursor, long lines cut off; and back.
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l";
const HOME = "\x1b[H";
const END_OF_LINE = "\x1b[K";
const END_OF_SCREEN = "\x1b[J";

function isAlive({ daemon }: Router): boolean {
  return daemon === "running" || daemon === "frozen";
}
