import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { runIn, signalTree, spawnIn } from "../../lab/namespace.ts";
import { inventory, needNamespaces, openSandbox, until } from "./sandbox.ts";

const bounded = await needNamespaces(120_000);
const LAB = fileURLToPath(new URL("../../lab/main.js", import.meta.url));

/** Somebody without rights: nobody where he can read the program, else a root with no capability but that of mapping itself. */
const unprivileged = ["--reuid=65534 --regid=65534 --clear-groups", "--bounding-set=-all,+setfcap --inh-caps=-all"]
  .map((flags) => ["setpriv", ...flags.split(" ")])
  .find(([command = "", ...flags]) => spawnSync(command, [...flags, "test", "-r", LAB]).status === 0);

/** What each key must bring on the screen, in this order. */
const presses: readonly (readonly [key: string, ...seen: RegExp[]])[] = [
  ["h", /▸1 router1 {2}daemon running · haproxy down/, /is on router2/, /VI_1 MASTER {2}priority 130 = 100 \+ 30/],
  ["h", /1 router1 {2}daemon running · haproxy up/, /is on router1/, /VI_1 MASTER {2}priority 150 = 120 \+ 30/],
  ["k", /1 router1 {2}daemon killed/, /is on router2\n/, /router2 answers/],
  ["d", /1 router1 {2}daemon running/, /is on router1\n/],
  ["f", /1 router1 {2}daemon frozen/, /is on router2\n/],
  ["f", /1 router1 {2}daemon running/, /is on router1\n/],
  ["l", /link cut \(carrier\)/, /VI_1 FAULT/, /is on router2\n/],
  ["l", /1 router1 .* link up/, /is on router1\n/],
  ["2", /▸2 router2/],
  ["d", /▸2 router2 {2}daemon stopped/],
  ["d", /▸2 router2 {2}daemon running/],
];

test(
  "without rights, haproxy and psmisc one steers the lab on a terminal, which is as before afterwards",
  bounded,
  async (t) => {
    assert.ok(unprivileged);
    const sandbox = await openSandbox(t);
    await runIn(sandbox, ["sh", "-c", HIDE]);
    const before = await inventory(sandbox);
    const command = `stty cols 140 rows 30; stty -a; ${[...unprivileged, process.execPath, LAB].join(" ")}; echo status $?; stty -a`;
    const terminal = spawnIn(sandbox, ["script", "-qec", command, "/dev/null"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { HOME: "/" },
    });
    t.after(() => signalTree(terminal, "SIGKILL"));
    const { stdin, stdout } = terminal;
    assert.ok(stdin && stdout);
    let shown = "";
    stdout.setEncoding("utf8").on("data", (part) => {
      shown += part;
    });
    await until(
      () => /is on router1\n/.test(frame(shown)) && /router1 answers/.test(frame(shown)),
      () => shown,
    );
    for (const [key, ...seen] of presses) {
      stdin.write(key);
      for (const expected of seen)
        await until(
          () => expected.test(frame(shown)),
          () => `${key} ${expected}\n${frame(shown)}`,
        );
    }
    stdin.write("q");
    await once(terminal, "exit");
    const [start = "", ...rest] = shown.split(ENTER);
    const end = rest.join("").split(LEAVE)[1] ?? "";
    assert.match(end, /^status 0\r\n/);
    assert.equal(end.slice(end.indexOf("\n") + 1), start, "stty reports the same settings");
    await until(async () => (await inventory(sandbox)) === before);
  },
);

const HIDE = `for each in haproxy killall; do
  program=$(command -v $each) && { mount --bind /dev/null "$(readlink -f "$program")" || exit 1; }
done
! command -v haproxy && ! command -v killall`;

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/** The newest whole picture, without colours. */
function frame(shown: string): string {
  const [newest = ""] = shown.split("\x1b[H").slice(-2);
  return stripVTControlCharacters(newest).replaceAll("\r", "");
}
