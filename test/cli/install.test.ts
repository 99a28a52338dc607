import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const PATIENCE = { timeout: 60_000 };
const home = fileURLToPath(new URL("../../..", import.meta.url));
const launcher = join(home, "bin/keepalived");
const CONFIGURATION = "etc/keepalived/keepalived.conf";
const UNIT = "etc/systemd/system/keepalived.service";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "install-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test("What install lays, uninstall takes back to the last folder", PATIENCE, () => {
  for (const init of ["systemd", "sysv"]) {
    done("install", "--root", root, "--init", init);
    assert.ok(existsSync(join(root, "usr/local/sbin/keepalived")));
    done("uninstall", "--root", root);
    assert.deepEqual(readdirSync(root), []);
  }
});

test("The installed program runs, through the link in sbin, and knows its version", PATIENCE, () => {
  done("install", "--root", root, "--init", "sysv");
  const version = spawnSync(join(root, "usr/local/sbin/keepalived"), ["--version"], { encoding: "utf8" });
  assert.equal(version.status, 0);
  assert.match(version.stderr, /^Keepalived v\d/);
});

test("The manual and the completions lie where man and the shells look for them", PATIENCE, () => {
  done("install", "--root", root, "--init", "sysv", "--prefix", "/usr");
  const share = join(root, "usr/share");
  const page = spawnSync("man", ["-M", join(share, "man"), "-w", "keepalived.conf"], { encoding: "utf8" });
  if (page.error === undefined) assert.equal(page.stdout, `${join(share, "man/man5/keepalived.conf.5")}\n`);
  for (const path of [
    "man/man8/keepalived.8",
    "bash-completion/completions/keepalived",
    "zsh/site-functions/_keepalived",
    "fish/vendor_completions.d/keepalived.fish",
  ])
    assert.equal((lstatSync(join(share, path)).mode & 0o777).toString(8), "644", path);
});

test("A dry run says the same and does nothing", PATIENCE, () => {
  const dry = done("install", "--root", root, "--init", "systemd", "--dry-run");
  assert.deepEqual(readdirSync(root), []);
  const wet = done("install", "--root", root, "--init", "systemd");
  assert.equal(dry, wet);
  const before = filesBelow(root);
  const dryRemoval = done("uninstall", "--root", root, "--dry-run");
  assert.deepEqual(filesBelow(root), before);
  assert.equal(dryRemoval, done("uninstall", "--root", root));
});

test("Each file has the mode that its use needs, whatever the umask is", PATIENCE, () => {
  const command = `umask 077; exec "${launcher}" install --root "${root}" --init sysv`;
  execFileSync("sh", ["-c", command], { stdio: "ignore" });
  const modes = [
    "usr/local/lib/keepalived-ts/bin/keepalived",
    "etc/init.d/keepalived",
    CONFIGURATION,
    "etc/default/keepalived",
    "usr/local/sbin/..",
  ];
  assert.deepEqual(
    modes.map((path) => (lstatSync(join(root, path)).mode & 0o777).toString(8)),
    ["755", "755", "640", "644", "755"],
  );
});

test("A second installation keeps the configuration and brings the program up to date", PATIENCE, () => {
  done("install", "--root", root, "--init", "systemd");
  appendFileSync(join(root, CONFIGURATION), "# mine\n");
  appendFileSync(join(root, "etc/default/keepalived"), "# mine\n");
  appendFileSync(join(root, UNIT), "# not mine\n");
  const again = done("install", "--root", root, "--init", "systemd");
  assert.match(again, /^keep {3}\/etc\/keepalived\/keepalived\.conf \(it is there already\)$/m);
  assert.match(readFileSync(join(root, CONFIGURATION), "utf8"), /# mine\n$/);
  assert.match(readFileSync(join(root, "etc/default/keepalived"), "utf8"), /# mine\n$/);
  assert.doesNotMatch(readFileSync(join(root, UNIT), "utf8"), /not mine/);
});

test("A changed configuration and files of others stay, and uninstall says so", PATIENCE, () => {
  done("install", "--root", root, "--init", "systemd");
  appendFileSync(join(root, CONFIGURATION), "# mine\n");
  writeFileSync(join(root, "usr/local/sbin/other"), "");
  const removal = done("uninstall", "--root", root);
  assert.match(removal, /^keep {3}\/etc\/keepalived\/keepalived\.conf \(it has been changed since it was laid\)$/m);
  assert.match(removal, /^keep {3}\/usr\/local\/sbin \(there is something else in it\)$/m);
  assert.deepEqual(filesBelow(root), [CONFIGURATION, "usr/local/sbin/other"]);
});

test("A configuration that was there before the first installation is never touched", PATIENCE, () => {
  mkdirSync(join(root, "etc/keepalived"), { recursive: true });
  writeFileSync(join(root, CONFIGURATION), "# mine\n");
  done("install", "--root", root, "--init", "systemd");
  done("uninstall", "--root", root);
  assert.deepEqual(filesBelow(root), [CONFIGURATION]);
  assert.equal(readFileSync(join(root, CONFIGURATION), "utf8"), "# mine\n");
});

test("Another init at the second installation replaces the first one's file", PATIENCE, () => {
  done("install", "--root", root, "--init", "systemd");
  assert.match(
    done("install", "--root", root, "--init", "sysv"),
    /^remove \/etc\/systemd\/system\/keepalived\.service$/m,
  );
  assert.ok(existsSync(join(root, "etc/init.d/keepalived")));
  done("uninstall", "--root", root);
  assert.deepEqual(readdirSync(root), []);
});

test("Red Hat's folders are used where they are", PATIENCE, () => {
  mkdirSync(join(root, "etc/sysconfig"), { recursive: true });
  mkdirSync(join(root, "etc/rc.d/init.d"), { recursive: true });
  symlinkSync("rc.d/init.d", join(root, "etc/init.d"));
  done("install", "--root", root, "--init", "sysv", "--prefix", "/opt/keepalived");
  for (const path of ["etc/sysconfig/keepalived", "etc/rc.d/init.d/keepalived", "opt/keepalived/sbin/keepalived"])
    assert.ok(existsSync(join(root, path)), path);
  assert.match(
    readFileSync(join(root, "etc/init.d/keepalived"), "utf8"),
    /^program=\/opt\/keepalived\/sbin\/keepalived$/m,
  );
});

test("A file of somebody else in the way stops the installation before it changes anything", PATIENCE, () => {
  mkdirSync(join(root, "etc/init.d"), { recursive: true });
  writeFileSync(join(root, "etc/init.d/keepalived"), "theirs");
  const refused = keepalived("install", "--root", root, "--init", "sysv");
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /^keepalived install: \/etc\/init\.d\/keepalived is there already, and not from this program: [^\n]+\n$/,
  );
  assert.deepEqual(filesBelow(root), ["etc/init.d/keepalived"]);
});

test("Each failure is one line", PATIENCE, () => {
  const cases: [RegExp, string[]][] = [
    [/^keepalived install: --prefix opt: it must be an absolute path\n$/, ["install", "--prefix", "opt"]],
    [/^keepalived install: --init upstart: it must be systemd or sysv\n$/, ["install", "--init", "upstart"]],
    [
      /^keepalived install: --root \/nowhere\/at\/all: there is no such directory\n$/,
      ["install", "--root", "/nowhere/at/all"],
    ],
    [/^keepalived install: [^\n]*--perfix[^\n]*\n$/, ["install", "--perfix", "/opt"]],
    [/^keepalived uninstall: [^\n]+manifest\.json is not there: [^\n]+\n$/, ["uninstall", "--root", root]],
  ];
  for (const [expected, argv] of cases) {
    const { status, stderr } = keepalived(...argv);
    assert.match(stderr, expected);
    assert.equal(status, 1);
  }
  writeFileSync(join(root, "usr"), "a file in place of a folder");
  const { status, stderr } = keepalived("install", "--root", root);
  assert.match(stderr, /^keepalived install: ENOTDIR[^\n]+\n$/);
  assert.equal(status, 1);
});

test("--help names every option", PATIENCE, () => {
  for (const command of ["install", "uninstall"]) {
    const { status, stdout } = keepalived(command, "--help");
    assert.equal(status, 0);
    for (const option of ["--prefix DIR", "--root DIR", "--init systemd|sysv", "--dry-run", "--help"])
      assert.ok(stdout.includes(option), option);
  }
});

test("systemd finds no fault in the unit", { ...PATIENCE, skip: without("systemd-analyze", "--version") }, () => {
  done("install", "--root", root, "--init", "systemd");
  // systemd-analyze looks for the program itself, so it is shown one that is there.
  const unit = readFileSync(join(root, UNIT), "utf8").replaceAll("/usr/local/", `${root}/usr/local/`);
  const file = join(root, "keepalived.service");
  writeFileSync(file, unit);
  const verdict = spawnSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8", timeout: 30_000 });
  assert.equal(verdict.stderr, "");
  assert.equal(verdict.status, 0);
});

test("Every shell at hand reads the launcher and the init script", PATIENCE, () => {
  for (const shell of ["sh", "dash", "bash"].filter((name) => without(name, "-c", ":") === false))
    for (const file of ["bin/keepalived", "packaging/keepalived.init"])
      assert.equal(execFileSync(shell, ["-n", join(home, file)], { encoding: "utf8", stdio: "pipe" }), "");
});

test("The sample configuration is valid as it is laid, and with its comments taken away", PATIENCE, () => {
  const sample = readFileSync(join(home, "packaging/keepalived.conf"), "utf8");
  const file = join(root, "keepalived.conf");
  for (const text of [sample, sample.replaceAll(/^#/gm, "")]) {
    writeFileSync(file, text);
    const { status, stderr } = keepalived("-t", "-f", file);
    assert.equal(stderr, "");
    assert.equal(status, 0);
  }
});

test("The launcher names a Node.js that is missing or too old, and a program that is not built", PATIENCE, () => {
  assert.match(
    launch(launcher, { KEEPALIVED_NODE: "no-such-node" }),
    /^keepalived: no-such-node is not found: install Node\.js 20 or newer[^\n]*\n$/,
  );
  assert.match(
    launch(launcher, { KEEPALIVED_NODE: pretendOldNode() }),
    /^keepalived: Node\.js 20 or newer is needed; [^\n]+ is 18\.20\.4\n$/,
  );
  const copy = join(root, "bin/keepalived");
  mkdirSync(dirname(copy));
  copyFileSync(launcher, copy);
  assert.match(launch(copy, {}), new RegExp(`^keepalived: it is not built: run npm run build in ${root}\\n$`));
});

test("The launcher finds the program by a relative path and through any chain of links", PATIENCE, () => {
  symlinkSync(launcher, join(root, "first"));
  symlinkSync("first", join(root, "second"));
  assert.equal(spawnSync("bin/keepalived", ["--version"], { cwd: home }).status, 0);
  assert.equal(spawnSync("./second", ["--version"], { cwd: root }).status, 0);
  assert.equal(spawnSync("sh", ["second", "--version"], { cwd: root }).status, 0);
});

/** A node that runs with the version of another: the check is what is tried, not the parser of an old V8. */
function pretendOldNode(): string {
  const file = join(root, "old-node");
  writeFileSync(join(root, "old.cjs"), `Object.defineProperty(process, "versions", { value: { node: "18.20.4" } });`);
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" --require "${root}/old.cjs" "$@"\n`, { mode: 0o755 });
  return file;
}

/** A command that must succeed; gives what it says. */
function done(...argv: readonly string[]): string {
  const { status, stdout, stderr } = keepalived(...argv);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return stdout;
}

function launch(program: string, environment: Record<string, string>): string {
  const { status, stderr } = spawnSync(program, ["--version"], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  assert.equal(status, 1);
  return stderr;
}

function keepalived(...argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(launcher, argv, { encoding: "utf8", timeout: 30_000 });
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => !lstatSync(join(folder, name)).isDirectory()).sort();
}

/** The reason to skip; where every test has to run, the test runs and fails instead. */
function without(program: string, ...argv: readonly string[]): string | false {
  return spawnSync(program, argv).error !== undefined && process.env.CI !== "true" && `${program} is not installed`;
}
