import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Namespace, openNamespace, runIn } from "../lab/namespace.ts";
import type { Program } from "./daemon.ts";
import {
  type Generated,
  generated,
  interfaces,
  oneInstance,
  tenThousandInstances,
  thousandInstances,
} from "./generated.ts";
import { readOptions } from "./options.ts";
import { currentLoad, publish } from "./publication.ts";
import type { Sample } from "./sample.ts";
import { canWeigh, timeTest, weighTest } from "./trial.ts";

/** Returns the exit status: 0 however fast or slow the programs are, unless one of them does not accept a file. */
export async function config(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, {
    name: "config",
    does: "How long keepalived -t takes for small and large files; bench/README.md tells what is measured, and how.",
    patterns: '"^1 instance", "virtual"',
    rounds: 7,
  });
  if (typeof options === "number") return options;
  const { programs, rounds, only, json } = options;
  const load = currentLoad();
  const results = programs.map((program) => ({ program, samples: [] as Sample[] }));
  const site = await openSite(generated.filter(({ scenario }) => only.test(scenario)));
  try {
    for (let round = 1; round <= rounds; round++) {
      console.error(`round ${round} of ${rounds}`);
      for (const file of site.files) for (const result of results) await measure(site, file, result);
    }
    for (const { samples } of results) samples.push(...growthOf(samples));
  } finally {
    await site.close();
  }
  publish(results, load, json);
  return site.failures.size === 0 ? 0 : 1;
}

type Site = {
  readonly machine: Namespace;
  readonly weighs: boolean;
  readonly files: readonly TestFile[];
  /** What has been told already. */
  readonly failures: Set<string>;
  close(): Promise<void>;
};

type TestFile = Generated & { readonly path: string };

/** A machine of its own with the interfaces that the files name, and the files. */
async function openSite(wanted: readonly Generated[]): Promise<Site> {
  const machine = await openNamespace("bench");
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const close = async () => {
    await machine.close();
    rmSync(directory, { recursive: true });
  };
  try {
    await runIn(machine, ["ip", "-batch", "-"], interfaces.map(describeLink).join("\n"));
    const files = wanted.map((file, index) => ({ ...file, path: join(directory, `${index}.conf`) }));
    for (const file of files) writeFileSync(file.path, file.text());
    return { machine, weighs: await canWeigh(machine), files, failures: new Set(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each is one end of a pair, since not every kernel has dummies. */
function describeLink(name: string): string {
  return `link add ${name} type veth peer name ${name}p\nlink set ${name}p up\nlink set ${name} up`;
}

/** Once the time; at the first time the memory, by a run of its own. */
async function measure(
  { machine, weighs, failures }: Site,
  { scenario, path }: TestFile,
  { program, samples }: { readonly program: Program; readonly samples: Sample[] },
): Promise<void> {
  const first = samples.every((sample) => sample.scenario !== scenario);
  try {
    const elapsed = await timeTest(machine, program, path);
    samples.push({ metric: "test", scenario, value: elapsed });
    if (first && weighs) samples.push({ metric: "peak", scenario, value: await weighTest(machine, program, path) });
  } catch (error) {
    const message = `bench: ${scenario}, ${error instanceof Error ? error.message : error}`;
    if (!failures.has(message)) console.error(message);
    failures.add(message);
  }
}

/**
 * Round by round, what each further instance costs beyond the first thousand by what it costs up to there. A program whose
 * time grows in proportion has 1, one whose time grows with the square about 10.
 */
function growthOf(samples: readonly Sample[]): Sample[] {
  const times = (wanted: string) =>
    samples.filter(({ metric, scenario }) => metric === "test" && scenario === wanted).map(({ value }) => value);
  const [one, thousand, tenThousand] = [oneInstance, thousandInstances, tenThousandInstances].map(times);
  return (tenThousand ?? []).flatMap((last, round) => {
    const [start, middle] = [one?.[round], thousand?.[round]];
    if (start === undefined || middle === undefined || middle <= start) return [];
    const value = (last - middle) / 9_000 / ((middle - start) / 999);
    return [{ metric: "growth", scenario: "per instance", value }];
  });
}
