import type { Program } from "./daemon.ts";
import { measureIdle } from "./idle.ts";
import { readOptions } from "./options.ts";
import { currentLoad, publish } from "./publication.ts";
import type { Sample } from "./sample.ts";
import { measureStart } from "./start.ts";
import { measureTakeovers, scenarioName, triggers } from "./takeover.ts";
import { ordinary, timings } from "./timing.ts";

/** A measurement of every program: of one after the other, or of all at once where it takes long and they do not meet. */
type Step = {
  readonly name: string;
  readonly scenarios: readonly string[];
  readonly order: "in turns" | "at once";
  readonly measure: (program: Program) => Promise<Sample[]>;
};

/** Returns the exit status: 0 however fast or slow the programs are, unless something could not be measured. */
export async function failover(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, {
    name: "failover",
    does: "How fast two routers with this program take over from each other; bench/README.md tells what is measured, and how.",
    patterns: '"v3 0.1 s", "kill|stop", "start|idle"',
    rounds: 6,
  });
  if (typeof options === "number") return options;
  const { programs, rounds, only, json } = options;
  const results = programs.map((program) => ({ program, samples: [] as Sample[] }));
  const load = currentLoad();
  let failures = 0;
  const measure = async (step: Step, { program, samples }: (typeof results)[number]) => {
    try {
      samples.push(...(await step.measure(program)).filter(({ scenario }) => only.test(scenario)));
    } catch (error) {
      failures += 1;
      console.error(`bench: ${step.name}, ${program.name}: ${error instanceof Error ? error.message : error}`);
    }
  };
  for (const step of stepsOf(rounds, only)) {
    console.error(step.name);
    if (step.order === "at once") await Promise.all(results.map((result) => measure(step, result)));
    else for (const result of results) await measure(step, result);
  }
  publish(results, load, json);
  return failures === 0 ? 0 : 1;
}

/** Round after round, so that a time at which the machine is busy meets all programs and all scenarios alike. */
function stepsOf(rounds: number, only: RegExp): Step[] {
  const isWanted = (scenario: string) => only.test(scenario);
  const numbers = Array.from({ length: rounds }, (_, index) => index + 1);
  const steps = numbers.flatMap((number) => [
    ...timings.map((timing): Step => {
      const names = ({ takeovers }: (typeof triggers)[number]) => takeovers.map((each) => scenarioName(timing, each));
      const wanted = triggers.filter((trigger) => names(trigger).some(isWanted));
      return {
        name: `round ${number} of ${rounds}: ${timing.name}`,
        scenarios: wanted.flatMap(names),
        order: "in turns",
        measure: (program) => measureTakeovers(timing, program, wanted),
      };
    }),
    {
      name: `round ${number} of ${rounds}: start`,
      scenarios: ["start"],
      order: "in turns" as const,
      measure: (program: Program) => measureStart(ordinary, program),
    },
  ]);
  const idle: Step = {
    name: "idle",
    scenarios: ["idle master", "idle backup"],
    order: "at once",
    measure: (program) => measureIdle(ordinary, program),
  };
  return [...steps, idle].filter(({ scenarios }) => scenarios.some(isWanted));
}
