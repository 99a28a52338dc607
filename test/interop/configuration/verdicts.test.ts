import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { thisProgram } from "../../../lab/daemon.ts";
import { assertGolden, repositoryFile } from "../../config/golden.ts";
import { type Bounded, requiring } from "../../netns/requirements.ts";
import { debian } from "../../netns/router.ts";
import { type Difference, differences, reasons } from "./differences.ts";
import { namesIn, readRows } from "./keywords.ts";
import { type Answer, ask, askOurs, openMachine } from "./runner.ts";

/** Files of the corpus for which both programs end with the very same status: a floor, so that it only gets better. */
const SAME_STATUSES = 1060;

const SAMPLES = "/usr/share/doc/keepalived/samples";
const CORPUS = repositoryFile("test/interop/configuration/corpus");

type Verdict = Difference["ours"];

/** Both answers about a file. */
type Comparison = { readonly path: string; readonly theirs: Answer; readonly ours: Answer };

/** By the name under which the file stands in the table of differences. */
type Comparisons = ReadonlyMap<string, Comparison>;

test(
  "the corpus is accepted and refused as by Debian's keepalived, but for known differences",
  beside(CORPUS),
  async (t) => {
    const comparisons = await compare(filesBelow(CORPUS).map((path) => [path.slice(CORPUS.length + 1), path]));
    await t.test("no difference is unknown, none is gone", () => {
      assertNone([...unknown(comparisons), ...gone(comparisons, (file) => !file.startsWith("samples/"))]);
    });
    await t.test("as many exit statuses as before are the very same", () => {
      const same = [...comparisons.values()].filter(({ theirs, ours }) => theirs.status === ours.status).length;
      t.diagnostic(`the same exit status for ${same} of ${comparisons.size} files`);
      assert.ok(same >= SAME_STATUSES, `the same exit status for ${same} files only`);
    });
    await t.test("every keyword is used well in a file that we accept, and wrongly in one named after it", () => {
      assertNone(notShown(comparisons));
    });
  },
);

test("the samples of Debian's package are accepted and refused alike", beside(SAMPLES), async () => {
  const names = readdirSync(SAMPLES).filter((name) => name.startsWith("keepalived.conf"));
  const comparisons = await compare(names.map((name) => [`samples/${name}`, join(SAMPLES, name)]));
  assertNone([...unknown(comparisons), ...gone(comparisons, (file) => file.startsWith("samples/"))]);
});

test("the program as it is built answers as its parts do", beside(CORPUS), async () => {
  const files = filesBelow(CORPUS).filter((_, at) => at % 50 === 0);
  const machine = await openMachine();
  try {
    const [built, parts] = [await ask(machine, thisProgram, files), await askOurs(machine, files)];
    for (const file of files) assert.deepEqual(trimmed(built.get(file)), trimmed(parts.get(file)), file);
  } finally {
    await machine.close();
  }
});

test("the differences stand in the documentation with their reasons", () => {
  assertGolden("docs/decisions/configuration-verdicts.md", renderDifferences());
});

/** What is compared is 2.2.7: another version of keepalived has other differences. */
function beside(directory: string): Bounded {
  const options = requiring("keepalived", "timeout");
  if (options.skip !== false) return options;
  const { stderr } = spawnSync("keepalived", ["--version"], { encoding: "utf8" });
  const missing = [
    ...(stderr.startsWith("Keepalived v2.2.7 ") ? [] : ["keepalived is not 2.2.7, that of Debian 12"]),
    ...(existsSync(directory) ? [] : [`there is no ${directory}`]),
  ].join("; ");
  if (missing !== "" && process.env.CI === "true") throw new Error(missing);
  return { ...options, skip: missing !== "" && missing };
}

/** Files to be read on their own; what they include lies in folders whose names end in .d. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name.endsWith(".d") ? [] : filesBelow(path);
    return [path];
  });
}

async function compare(files: readonly (readonly [string, string])[]): Promise<Comparisons> {
  const machine = await openMachine();
  try {
    const paths = files.map(([, path]) => path);
    const [theirs, ours] = await Promise.all([ask(machine, debian, paths), askOurs(machine, paths)]);
    return new Map(
      files.map(([file, path]) => [file, { path, theirs: answer(theirs, path), ours: answer(ours, path) }]),
    );
  } finally {
    await machine.close();
  }
}

function answer(answers: ReadonlyMap<string, Answer>, path: string): Answer {
  return answers.get(path) ?? assert.fail(`no answer about ${path}`);
}

function verdict({ status }: Answer): Verdict {
  return status === 0 ? "accepted" : "refused";
}

const listed: ReadonlyMap<string, Verdict> = new Map(
  differences.flatMap(({ files, ours }) => files.map((file) => [file, ours])),
);

/** The differences that the table does not have. */
function unknown(comparisons: Comparisons): string[] {
  return [...comparisons].flatMap(([file, { theirs, ours }]) => {
    if (verdict(theirs) === verdict(ours) || listed.get(file) === verdict(ours)) return [];
    return [`${file}\n  theirs ${render(theirs)}\n  ours ${render(ours)}`];
  });
}

/** The rows of the table that are no differences any more. */
function gone(comparisons: Comparisons, concerns: (file: string) => boolean): string[] {
  return [...listed].flatMap(([file, expected]) => {
    if (!concerns(file)) return [];
    const comparison = comparisons.get(file);
    if (comparison === undefined) return [`${file} is in the table, but there is no such file`];
    const [theirs, ours] = [verdict(comparison.theirs), verdict(comparison.ours)];
    return theirs === ours ? [`${file} is in the table as ${expected} by us alone, but both say ${ours}`] : [];
  });
}

function render(answer: Answer): string {
  const lines = new Set(answer.said.split("\n").filter((line) => line !== ""));
  return [`${verdict(answer)} (${answer.status})`, ...[...lines].slice(0, 4)].join("\n    ");
}

/** The rows of keywords.tsv that no file shows as it should. */
function notShown(comparisons: Comparisons): string[] {
  const all = [...comparisons];
  const accepted = namesOf(all.filter(([, { ours }]) => verdict(ours) === "accepted"));
  const any = namesOf(all);
  const refused = all.filter(([, { ours }]) => verdict(ours) === "refused").map(([file]) => basename(file));
  return readRows().flatMap(({ name, keyword, deprecated, takesWords }) => {
    const well = (deprecated ? any : accepted).has(name);
    const slug = keyword.replaceAll(" ", "-").replace(/^-/, "");
    const wrongly =
      !takesWords || anything.has(name) || !/^[\w-]+$/.test(slug) || refused.some((file) => file.includes(slug));
    return [...(well ? [] : [`${name} is not used well`]), ...(wrongly ? [] : [`${name} is not used wrongly`])];
  });
}

/** What may stand without a value, and with any. */
const anything: ReadonlySet<string> = new Set(["global_defs smtp_helo_name"]);

function namesOf(files: readonly (readonly [string, Comparison])[]): ReadonlySet<string> {
  return new Set(files.flatMap(([, { path }]) => namesIn(readFileSync(path, "latin1"))));
}

/** A shell drops the line ends at the end of what is said. */
function trimmed(answer: Answer | undefined): Answer | undefined {
  return answer && { ...answer, said: answer.said.trimEnd() };
}

function assertNone(complaints: readonly string[]): void {
  if (complaints.length > 0) assert.fail(`${complaints.length} in all:\n${complaints.join("\n")}`);
}

function renderDifferences(): string {
  const sections = reasons.map((reason) => {
    const rows = differences
      .filter((difference) => difference.reason === reason)
      .map(({ ours, why, files }) => `| ${files.map((file) => `\`${file}\``).join("<br>")} | ${ours} | ${why} |\n`);
    return `\n## ${reason.charAt(0).toUpperCase()}${reason.slice(1)}\n\n| files | here | why |\n|---|---|---|\n${rows.join("")}`;
  });
  return `${HEAD}${sections.join("")}`;
}

const HEAD = `# Verdicts on configurations that differ from those of keepalived 2.2.7

Each file of \`test/interop/configuration/corpus\`, and each sample that Debian packs, is given to \`keepalived -t\` and to this
program's. Where one accepts (exit status 0) what the other refuses, the file stands here with the reason; every other
difference is a fault. Written from \`test/interop/configuration/differences.ts\` by \`UPDATE=1 npm test -- verdicts\`.
`;
