import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { execute } from "../netns/command.ts";
import { requiring } from "../netns/requirements.ts";
import type { Router } from "../netns/router.ts";
import { CONFIGURATION, keepalived, openSite } from "./site.ts";

const options = requiring();
const FILE = "/run/keepalived.conf";

/** Options of keepalived that this version cannot honour, each with its argument where it needs one. */
const refused = [
  ["-C"],
  ["--all"],
  ["-g/run/log"],
  ["--flush-log-file"],
  ["-X"],
  ["-V"],
  ["-I"],
  ["-d"],
  ["-a"],
  ["-x"],
  ["-A", "tcp:localhost:705"],
  ["-s", "red"],
  ["-m"],
  ["-M"],
  ["-T"],
  ["--perf"],
  ["--debug"],
  ["--snmp"],
  ["--dont-release-vrrp"],
] as const;

/** What keeps it from starting: the status, and the one line that says so. */
const failures: readonly {
  readonly name: string;
  readonly words: readonly string[];
  readonly configuration?: string;
  readonly status: number;
  readonly line: RegExp;
}[] = [
  {
    name: "without its configuration file",
    words: ["-f", "/run/none.conf"],
    status: 6,
    line: /there is no configuration file \/run\/none\.conf; create it or name another with -f/,
  },
  {
    name: "on an interface that does not exist",
    words: ["-f", FILE],
    configuration: CONFIGURATION.replace("eth0", "eth7"),
    status: 2,
    line: /interface eth7 does not exist; correct "interface" or create it first/,
  },
  {
    name: "when the pid file cannot be written",
    words: ["-f", FILE, "-p", "/run/none/keepalived.pid"],
    status: 1,
    line: /cannot write the pid file \/run\/none\/keepalived\.pid: ENOENT/,
  },
  {
    name: "with an unknown option",
    words: ["--prority"],
    status: 1,
    line: /unknown option --prority; keepalived --help/,
  },
  {
    name: "with an option that lacks its argument",
    words: ["-n", "-f"],
    status: 1,
    line: /-f needs an argument: FILE/,
  },
];

describe("the command line of the built program", { concurrency: 3 }, () => {
  test("-v and -h answer on stderr, --signum on stdout", options, async (t) => {
    const router = await opened(t);
    for (const word of ["-v", "--version"]) {
      const { status, stderr } = await keepalived(router, word);
      assert.equal(status, 0);
      assert.match(stderr, /^Keepalived v\d+\.\d+\.\d+/);
    }
    for (const word of ["-h", "--help"]) {
      const { status, stderr } = await keepalived(router, word);
      assert.equal(status, 0);
      assert.match(stderr, /-f, --use-file FILE/);
    }
    for (const [name, number] of [
      ["STOP", "15"],
      ["RELOAD", "1"],
      ["DATA", "10"],
      ["STATS", "12"],
    ] as const) {
      assert.deepEqual(await keepalived(router, "--signum", name), { status: 0, stdout: `${number}\n`, stderr: "" });
    }
    assert.equal((await keepalived(router, "--signum", "NONE")).status, 1);
  });

  test("an option that is not supported is refused by its name, never ignored", options, async (t) => {
    const router = await opened(t);
    for (const [option, ...rest] of refused) {
      const { status, stderr } = await keepalived(router, "-n", "-f", FILE, option, ...rest);
      assert.equal(status, 1, option);
      assert.match(stderr, new RegExp(`^keepalived: ${option.slice(0, 2)}.* does not support yet; leave it out\n$`));
    }
  });

  test("-t tells a good file from one with mistakes and from none, on stderr or in a file", options, async (t) => {
    const router = await opened(t);
    assert.deepEqual(await keepalived(router, "-t", "-f", FILE), { status: 0, stdout: "", stderr: "" });
    assert.equal((await keepalived(router, "-t", "-f", "/run/none.conf")).status, 4);
    router.configure(MISTAKEN);
    assert.deepEqual(await keepalived(router, "-t", "-f", FILE), { status: 5, stdout: "", stderr: MISTAKES });
    assert.equal((await keepalived(router, "-t/run/report", "-f", FILE)).stderr, "");
    assert.equal(router.read("/run/report"), MISTAKES);
  });

  test("all mistakes of a file are told at once, and nothing starts", options, async (t) => {
    const router = await opened(t);
    router.configure(MISTAKEN);
    for (const mode of [["-n"], []]) {
      const { status, stderr } = await keepalived(router, ...mode, "-f", FILE);
      assert.equal(status, 2);
      assert.equal(
        stderr,
        `${MISTAKES}keepalived: not started: correct the mistakes above, check again with keepalived -t\n`,
      );
    }
    assert.equal(await router.run("ls /run"), "keepalived.conf\ntmp\n");
  });

  for (const { name, words, configuration = CONFIGURATION, status, line } of failures) {
    test(
      `it does not start ${name}: status ${status} and one line, in the foreground and the background`,
      options,
      async (t) => {
        const router = await opened(t);
        router.configure(configuration);
        for (const mode of [["-n"], []]) {
          const ending = await keepalived(router, ...mode, ...words);
          assert.equal(ending.status, status);
          assert.match(ending.stderr, new RegExp(`^keepalived: ${line.source}.*\n$`));
        }
        assert.equal(await router.run("ls /run"), "keepalived.conf\ntmp\n");
      },
    );
  }

  test("an unprivileged user is told what is missing, with status 4", options, async (t) => {
    const router = await opened(t);
    // Where every user may read it, wherever the package is.
    const files = ["keepalived.cjs", "script-worker.js", "sysio.node"].map(built);
    await router.run(`mkdir -m 755 /run/program; cp ${files.join(" ")} /run/program; chmod 644 /run/program/* ${FILE}`);
    await router.run("mkdir -m 1777 /run/anybody");
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    const program = [process.execPath, "/run/program/keepalived.cjs", "-n", "-f", FILE];
    const pids = ["-p", "/run/anybody/keepalived.pid", "-r", "/run/anybody/vrrp.pid"];
    const { status, stderr } = await execute(router.machine, [...nobody, ...program, ...pids]);
    assert.equal(status, 4);
    assert.match(stderr, /^keepalived: socket: .*\(EPERM\); run it as root, or with CAP_NET_ADMIN, CAP_NET_RAW.*\n$/);
    assert.equal(await router.run("ls /run/anybody"), "", "the pid files are gone again");
  });
});

const MISTAKEN = CONFIGURATION.replace("advert_int 1", "advert_int soon\n    nopremt");

const MISTAKES = `${FILE}:6:16: error: \`advert_int\` takes <0.01..255 seconds>, not \`soon\` [KA0202]
    advert_int soon
               ^
${FILE}:7:5: error: unknown keyword \`nopremt\` in \`vrrp_instance\` [KA0120]
    nopremt
    ^
  did you mean \`nopreempt\`?
`;

async function opened(t: TestContext): Promise<Router> {
  return (await openSite(t)).router;
}

function built(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}
