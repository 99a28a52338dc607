import type { ScriptSettings } from "../core/track/settings.ts";
import type { Configuration, Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { placeOf } from "./place.ts";

/** Check scripts that cannot be found, may not be run by their user, or count for nobody. */
export function diagnoseScripts(configuration: Configuration, { programs }: Facts): readonly Finding[] {
  const { settings } = configuration;
  return settings.scripts.flatMap((script) => {
    const where = placeOf(configuration, "vrrp_script", script.name, "script");
    const found = programs.find((program) => program.script === script.name)?.found;
    const tracked = settings.instances.some((one) => one.trackedScripts.some((track) => track.script === script.name));
    return [
      ...(found === undefined ? [] : diagnoseProgram(script, found, where)),
      ...diagnoseSignal(script, where),
      ...(tracked ? [] : [untracked(script, where)]),
    ];
  });
}

/** Where the tutorial's programs and their like come from. */
const PACKAGES: { readonly [program: string]: string } = {
  killall: "psmisc",
  pidof: "procps (sysvinit-utils on Debian)",
  pgrep: "procps",
  curl: "curl",
  wget: "wget",
  nc: "netcat-openbsd (nmap-ncat on Red Hat)",
};

function diagnoseProgram(
  { name, command, user }: ScriptSettings,
  found: Facts["programs"][number]["found"],
  where: string,
): readonly Finding[] {
  const [program = ""] = command;
  switch (found.kind) {
    case "found":
      return [];
    case "missing": {
      const from = PACKAGES[program.split("/").at(-1) ?? ""];
      const what = `The program "${program}" of the script ${name} is not there: the check will always fail.`;
      const cure = from ? `install the package ${from}` : "install it, or write its whole path";
      return [{ severity: "error", name: "script-missing", what, where, cure }];
    }
    case "not executable": {
      const what = `The script ${name} cannot be run${user ? ` by its user ${user.name}` : ""}: ${found.reason}.`;
      const cure = `let that user run it (chmod, and its directories too), or set another "user" in vrrp_script ${name}`;
      return [{ severity: "error", name: "script-not-executable", what, where, cure }];
    }
  }
}

/** kill(2) asks for permission even for signal 0: what is running looks dead to anybody but its owner and root. */
function diagnoseSignal({ name, command, user }: ScriptSettings, where: string): readonly Finding[] {
  const [program = "", ...words] = command;
  if (!/(^|\/)(kill|killall|pkill)$/.test(program) || !words.includes("-0") || !user || user.name === "root") return [];
  return [
    {
      severity: "warning",
      name: "script-not-permitted",
      what: `The script ${name} runs "${command.join(" ")}" as ${user.name}, who may signal only processes of its own: the check fails though the others are running.`,
      where,
      cure: `set "user root" in vrrp_script ${name}, or check with a connection to the port`,
    },
  ];
}

function untracked({ name }: ScriptSettings, where: string): Finding {
  return {
    severity: "warning",
    name: "script-untracked",
    what: `No vrrp_instance tracks the script ${name}: its result changes nothing.`,
    where,
    cure: `name it in a vrrp_instance: track_script { ${name} }`,
  };
}
