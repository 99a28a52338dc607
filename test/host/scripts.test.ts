import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ScriptOutcome } from "../../src/core/event.ts";
import { SECOND } from "../../src/core/time.ts";
import type { ScriptSettings } from "../../src/core/track/settings.ts";
import { Scripts } from "../../src/host/scripts.ts";

const PATIENCE = { timeout: 30_000 };
const isRoot = process.geteuid?.() === 0;

let folder = "";
let scripts: Scripts;
let ends: { readonly script: string; readonly outcome: ScriptOutcome }[] = [];
let wake = () => {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scripts-"));
  execFileSync("chmod", ["755", folder]);
  ends = [];
  scripts = new Scripts((script, outcome) => {
    ends.push({ script, outcome });
    wake();
  });
});

afterEach(() => {
  scripts.close();
  rmSync(folder, { recursive: true });
});

test("A script's exit status is its outcome, also when it is found in PATH", PATIENCE, async () => {
  assert.deepEqual(await outcomeOf(["true"]), { kind: "exited", status: 0 });
  assert.deepEqual(await outcomeOf(["/bin/sh", "-c", "exit 3"]), { kind: "exited", status: 3 });
});

test(
  "A file that is executable but begins with no #! line is run by the shell, with its arguments",
  PATIENCE,
  async () => {
    const file = program("bare", 'test "$1" = "two words" && exit 7\n');
    assert.deepEqual(await outcomeOf([file, "two words"]), { kind: "exited", status: 7 });
  },
);

test(
  "A missing program, a file that may not be executed and a lost interpreter cannot be started, and say so",
  PATIENCE,
  async () => {
    assert.match(await reasonOf(["/nowhere/check.sh"]), /^\/nowhere\/check\.sh is not found$/);
    assert.match(await reasonOf(["no-such-program"]), /^no-such-program is not found$/);
    const file = program("plain", "#!/bin/sh\n");
    execFileSync("chmod", ["644", file]);
    assert.match(await reasonOf([file]), /may not be executed|cannot run/);
    assert.match(await reasonOf([program("lost", "#!/nowhere/python\n")]), /its first line names \/nowhere\/python/);
    assert.match(await reasonOf([program("dos", "#!/bin/sh\r\nexit 0\r\n")]), /carriage return/);
  },
);

test("A shell that does not find its command has failed", PATIENCE, async () => {
  assert.deepEqual(await outcomeOf(["/bin/sh", "-c", "no-such-command"]), { kind: "exited", status: 127 });
});

test("A command that begins with < tests whether the file can be opened", PATIENCE, async () => {
  assert.deepEqual(await outcomeOf(["</etc/passwd"]), { kind: "exited", status: 0 });
  assert.deepEqual(await outcomeOf(["<", "/etc/passwd"]), { kind: "exited", status: 0 });
  const outcome = await outcomeOf(["</nowhere/flag"]);
  assert.ok(outcome.kind === "exited" && outcome.status !== 0);
});

test(
  "A script leads its own process group, has /dev/null for its streams and none of the dropped variables",
  PATIENCE,
  async () => {
    const out = join(folder, "out");
    const look = program(
      "look",
      `#!/bin/sh
       open=$(readlink /proc/$$/fd/*)
       echo "$(cut -d' ' -f5 /proc/$$/stat) $$" > ${out}
       tr '\\0' '\\n' < /proc/$$/environ | grep -E '^(IFS|LD_PRELOAD|LD_LIBRARY_PATH|KEPT)=' >> ${out}
       echo "$open" >> ${out}`,
    );
    process.env.LD_LIBRARY_PATH = "/nowhere";
    process.env.IFS = ":";
    process.env.KEPT = "yes";
    try {
      assert.deepEqual(await outcomeOf([look]), { kind: "exited", status: 0 });
    } finally {
      for (const name of ["LD_LIBRARY_PATH", "IFS", "KEPT"]) delete process.env[name];
    }
    const lines = readFileSync(out, "utf8").trim().split("\n");
    const [group, pid] = lines[0]?.split(" ") ?? [];
    assert.equal(group, pid);
    assert.equal(lines[1], "KEPT=yes");
    assert.equal(lines.filter((line) => line === "/dev/null").length, 3);
    // Beside its streams the shell has its own file open, and the pipe by which the list came.
    const others = lines.slice(2).filter((line) => line !== "/dev/null" && !line.startsWith("pipe:"));
    assert.deepEqual(others, [look]);
  },
);

test("A kill reaches the whole process group, and the outcome is the signal", PATIENCE, async () => {
  const pids = join(folder, "pids");
  const file = program("hang", `#!/bin/sh\nsleep 1000 & echo $! $$ > ${pids}.new; mv ${pids}.new ${pids}; wait\n`);
  scripts.configure([script("hang", [file])]);
  scripts.run("hang");
  await until(() => existsSync(pids));
  scripts.kill("hang", "SIGTERM");
  assert.deepEqual(await nextEnd(), { kind: "signalled", signal: "SIGTERM" });
  await until(() => readPids(pids).every(hasEnded));
});

test(
  "A kill after the end, of something never started, or said twice does nothing; each run is reported once",
  PATIENCE,
  async () => {
    scripts.configure([script("quick", ["true"]), script("slow", ["sleep", "1000"])]);
    scripts.kill("quick", "SIGKILL");
    scripts.kill("unknown", "SIGKILL");
    scripts.run("quick");
    await nextEnd();
    scripts.kill("quick", "SIGKILL");
    scripts.run("slow");
    scripts.kill("slow", "SIGKILL");
    scripts.kill("slow", "SIGKILL");
    assert.deepEqual(await nextEnd(), { kind: "signalled", signal: "SIGKILL" });
    scripts.run("quick");
    assert.deepEqual(await nextEnd(), { kind: "exited", status: 0 });
    assert.deepEqual(ends, []);
  },
);

test("A second run of a script replaces the first, whose end is not reported", PATIENCE, async () => {
  const marker = join(folder, "first");
  const file = program("twice", `#!/bin/sh\nif mkdir ${marker} 2>/dev/null; then sleep 1000; fi; exit 5\n`);
  scripts.configure([script("twice", [file])]);
  scripts.run("twice");
  await until(() => existsSync(marker));
  scripts.run("twice");
  assert.deepEqual(await nextEnd(), { kind: "exited", status: 5 });
  scripts.run("twice");
  assert.deepEqual(await nextEnd(), { kind: "exited", status: 5 });
  assert.deepEqual(ends, []);
});

test(
  "A reload that drops a script kills its run without a report, and one that keeps it leaves it alone",
  PATIENCE,
  async () => {
    const gate = join(folder, "gate");
    const kept = script("kept", [program("kept", `#!/bin/sh\nuntil [ -e ${gate} ]; do sleep 0.01; done; exit 4\n`)]);
    const pids = join(folder, "pids");
    const dropped = script("dropped", [
      program("dropped", `#!/bin/sh\necho $$ > ${pids}.new; mv ${pids}.new ${pids}; sleep 1000\n`),
    ]);
    scripts.configure([kept, dropped]);
    scripts.run("kept");
    scripts.run("dropped");
    await until(() => existsSync(pids));
    scripts.configure([kept]);
    await until(() => readPids(pids).every(hasEnded));
    writeFileSync(gate, "");
    assert.deepEqual(await nextEnd(), { kind: "exited", status: 4 });
    assert.deepEqual(ends, []);
  },
);

test("A script of another user has that user's uid and gid and no other groups", {
  ...PATIENCE,
  skip: unless(isRoot, "needs root"),
}, async () => {
  const out = join(folder, "out");
  writeFileSync(out, "", { mode: 0o666 });
  execFileSync("chmod", ["666", out]);
  const command = ["/bin/sh", "-c", `echo "$(id -u) $(id -g) $(id -G)" > ${out}`];
  scripts.configure([
    { ...script("own group", command), user: { name: "nobody" } },
    { ...script("daemon", command), user: { name: "nobody", group: "daemon" } },
  ]);
  const own = execFileSync("id", ["-g", "nobody"]).toString().trim();
  const uid = execFileSync("id", ["-u", "nobody"]).toString().trim();
  for (const [name, gid] of [
    ["own group", own],
    ["daemon", "1"],
  ] as const) {
    scripts.run(name);
    assert.deepEqual(await nextEnd(), { kind: "exited", status: 0 });
    assert.equal(readFileSync(out, "utf8"), `${uid} ${gid} ${gid}\n`);
  }
});

test("A script whose user or group does not exist cannot be started", PATIENCE, async () => {
  assert.match(await reasonOf(["true"], { name: "no-such-user" }), /^there is no user "no-such-user"$/);
  assert.match(
    await reasonOf(["true"], { name: "root", group: "no-such-group" }),
    /^there is no group "no-such-group"$/,
  );
});

test("A script of a user who may not enter its folder cannot be started", {
  ...PATIENCE,
  skip: unless(isRoot, "needs root"),
}, async () => {
  const file = program("hidden", "#!/bin/sh\n");
  execFileSync("chmod", ["700", folder]);
  assert.match(await reasonOf([file], { name: "nobody" }), /may not be entered by uid \d+/);
});

test("A daemon with a real-time class does not pass it on to its scripts", {
  ...PATIENCE,
  skip: unless(canRunRealTime(), "chrt cannot set a real-time class here"),
}, async () => {
  const out = join(folder, "out");
  const daemon = join(folder, "daemon.mjs");
  const look = program("look", `#!/bin/sh\nchrt -p $$ > ${out}\n`);
  writeFileSync(daemon, daemonText([look], "scripts.close()"));
  execFileSync("chrt", ["--reset-on-fork", "--rr", "10", process.execPath, daemon], {
    stdio: "inherit",
    timeout: 20_000,
  });
  assert.match(readFileSync(out, "utf8"), /scheduling policy: SCHED_OTHER/);
});

test("A daemon that is killed takes its running scripts and what they have started with it", PATIENCE, async () => {
  const pids = join(folder, "pids");
  const hang = program(
    "hang",
    `#!/bin/sh\ntrap '' TERM\nsleep 1000 & echo $! $$ > ${pids}.new; mv ${pids}.new ${pids}; while :; do wait; done\n`,
  );
  const file = join(folder, "daemon.mjs");
  writeFileSync(file, daemonText([hang], ""));
  const daemon = spawn(process.execPath, [file], { stdio: "inherit" });
  try {
    await until(() => existsSync(pids));
    daemon.kill("SIGKILL");
    await until(() => readPids(pids).every(hasEnded));
  } finally {
    endAll(daemon, existsSync(pids) ? readPids(pids) : []);
  }
});

test("A closed runner leaves no process, no zombie and no thread behind", PATIENCE, async () => {
  const pids = join(folder, "pids");
  const file = program("hang", `#!/bin/sh\necho $$ > ${pids}.new; mv ${pids}.new ${pids}; exec sleep 1000\n`);
  const before = childrenOf(process.pid);
  scripts.configure([script("hang", [file])]);
  scripts.run("hang");
  await until(() => existsSync(pids));
  scripts.close();
  await until(() => childrenOf(process.pid).length <= before.length);
  assert.deepEqual(ends, []);
});

test(
  "The failure of the thread that runs the scripts is reported for each running one, and the next run starts another",
  PATIENCE,
  async () => {
    // Found beside this link: nothing. So the worker cannot be loaded.
    const file = join(folder, "daemon.mjs");
    const copy = join(folder, "scripts.js");
    writeFileSync(copy, readFileSync(new URL("../../src/host/scripts.js", import.meta.url)));
    writeFileSync(
      file,
      `import { Scripts } from "./scripts.js";
     import { symlinkSync } from "node:fs";
     let runs = 0;
     const scripts = new Scripts((script, outcome) => {
       console.log(JSON.stringify(outcome));
       runs += 1;
       if (runs === 2) return scripts.close();
       symlinkSync(${JSON.stringify(new URL("../../src/host/script-worker.js", import.meta.url).pathname)}, "${folder}/script-worker.js");
       scripts.run("one");
     });
     scripts.configure([{ name: "one", command: ["true"] }]);
     scripts.run("one");`,
    );
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const lines = execFileSync(process.execPath, [file], { timeout: 20_000 }).toString().trim().split("\n");
    assert.match(lines[0] ?? "", /"unstartable","reason":"the thread that runs scripts failed: .*script-worker/);
    assert.deepEqual(JSON.parse(lines[1] ?? ""), { kind: "exited", status: 0 });
  },
);

test("The bundled worker runs scripts as well", PATIENCE, async () => {
  const bundled = new URL("../../script-worker.js", import.meta.url).pathname;
  symlinkSync(bundled, join(folder, "script-worker.js"));
  writeFileSync(join(folder, "scripts.js"), readFileSync(new URL("../../src/host/scripts.js", import.meta.url)));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const file = join(folder, "daemon.mjs");
  const out = join(folder, "out");
  writeFileSync(
    file,
    daemonText([program("touch", `#!/bin/sh\necho ran > ${out}\n`)], "scripts.close()", "./scripts.js"),
  );
  execFileSync(process.execPath, [file], { timeout: 20_000 });
  assert.equal(readFileSync(out, "utf8"), "ran\n");
});

function script(name: string, command: readonly string[]): ScriptSettings {
  return { name, command, interval: SECOND, timeout: SECOND, rise: 1, fall: 1, initFail: false };
}

function program(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o755 });
  return file;
}

async function outcomeOf(command: readonly string[], user?: ScriptSettings["user"]): Promise<ScriptOutcome> {
  scripts.configure([user === undefined ? script("one", command) : { ...script("one", command), user }]);
  scripts.run("one");
  return nextEnd();
}

async function reasonOf(command: readonly string[], user?: ScriptSettings["user"]): Promise<string> {
  const outcome = await outcomeOf(command, user);
  assert.equal(outcome.kind, "unstartable");
  return outcome.kind === "unstartable" ? outcome.reason : "";
}

async function nextEnd(): Promise<ScriptOutcome> {
  if (ends.length === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  const end = ends.shift();
  assert.ok(end);
  return end.outcome;
}

/** A program of its own that runs one script and does `then` at its end. */
function daemonText(
  command: readonly string[],
  then: string,
  module = new URL("../../src/host/scripts.js", import.meta.url).href,
): string {
  return `import { Scripts } from ${JSON.stringify(module)};
    const scripts = new Scripts(() => { ${then} });
    scripts.configure([{ name: "one", command: ${JSON.stringify(command)} }]);
    scripts.run("one");`;
}

/** The test's own time limit ends this if it never comes true. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

function readPids(file: string): number[] {
  return readFileSync(file, "utf8").trim().split(/\s+/).map(Number);
}

/** Gone, or a zombie that waits for a parent which is not ours. */
function hasEnded(pid: number): boolean {
  try {
    return /^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

function endAll(daemon: ChildProcess, pids: readonly number[]): void {
  daemon.kill("SIGKILL");
  for (const pid of pids.filter((pid) => !hasEnded(pid))) process.kill(pid, "SIGKILL");
}

function childrenOf(pid: number): string[] {
  const list = execFileSync("ps", ["-o", "pid=,comm=", "--ppid", String(pid)]).toString();
  return list
    .trim()
    .split("\n")
    .filter((line) => line !== "" && !line.trim().endsWith(" ps"));
}

function canRunRealTime(): boolean {
  try {
    execFileSync("chrt", ["--reset-on-fork", "--rr", "10", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The reason to skip; where every test has to run, the test runs and fails instead. */
function unless(possible: boolean, reason: string): string | false {
  return !possible && process.env.CI !== "true" && reason;
}
