import { quote } from "../problem.ts";
import type { Keyword } from "../schema.ts";
import type { Place } from "../source/place.ts";
import type { User } from "../types/script.ts";
import { type Found, walk } from "../walk.ts";
import { findShellWord } from "./shell-words.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Everything that is run: whether it is there, as whom it runs, and who else could change it. Reference: interfaces,
 * section 8.2. A script that is missing is not run, so it counts for nothing else.
 */
export function checkScripts(around: Surroundings): void {
  const { global, globalPlaces, machine, report } = around;
  checkUser(global.script_user, globalPlaces.script_user, around);
  const [run, runOutside]: [Script[], Script[]] = [[], []];
  walk({ given: around.document }, mayBeScript, (found) => {
    const script = scriptOf(found);
    if (script === undefined || !checkScript(script, around)) return;
    run.push(script);
    if (!found.path.some((name) => name.startsWith("vrrp_"))) runOutside.push(script);
  });
  const [first] = [...runOutside, ...run];
  if (first === undefined || global.enable_script_security !== undefined) return;
  const message = "scripts are run without enable_script_security";
  const cure = "add enable_script_security (and script_user) to global_defs";
  report(
    runOutside.length === 0 ? "script-security-off" : "check-security-off",
    first.place,
    machine === undefined ? message : `${message}, whoever may change them`,
    cure,
  );
}

type Script = {
  readonly command: readonly string[];
  readonly user?: User | undefined;
  readonly place: Place;
  /** A check, without which an instance or a server does not know its state; others only tell of it. */
  readonly check: boolean;
  /** keepalived says nothing of a MISC_CHECK whose program is missing, and drops it. */
  readonly absent: "check-absent" | "script-absent";
};

/** A command is a list of words, which most values are not. */
function mayBeScript({ type }: Keyword<unknown>): boolean {
  return !["boolean", "integer", "number", "string"].includes(type.schema.type ?? "");
}

function scriptOf({ path, value, place, beside }: Found): Script | undefined {
  const keyword = path.at(-1);
  if (keyword === "script" || keyword === "misc_path") {
    const absent = keyword === "script" ? "check-absent" : "script-absent";
    const [command, user] = [isVector(value) ? value : [], beside.user];
    return { command, user: isUser(user) ? user : undefined, place, check: true, absent };
  }
  if (typeof value !== "object" || !("command" in value) || !isVector(value.command)) return undefined;
  return {
    command: value.command,
    user: "user" in value && isUser(value.user) ? value.user : undefined,
    place,
    check: false,
    absent: "script-absent",
  };
}

function isVector(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}

function isUser(value: unknown): value is User {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}

/** Whether it would be run. */
function checkScript(script: Script, around: Surroundings): boolean {
  const { machine, report, global, scriptUser } = around;
  const { command, place, check } = script;
  const user = script.user ?? scriptUser;
  const secure = global.enable_script_security !== undefined;
  const shellWord = findShellWord(command);
  if (shellWord !== undefined) {
    const message = `no shell reads this command: ${quote(shellWord)} is an argument of ${quote(command[0] ?? "")}`;
    report("script-shell", place, message, "write \"/bin/sh -c '…'\", or put it into a script of its own");
  }
  if (machine === undefined) return true;
  if (secure && user === undefined) {
    const message = "with enable_script_security there must be a user for this script";
    report("script-user-missing", place, message, "add script_user to global_defs: root, or a user of its own");
    return false;
  }
  if (!checkUser(script.user, place, around, check)) return false;
  const examined = machine.examineScript(command, user);
  const [program = ""] = command;
  switch (examined.kind) {
    case "safe":
      return true;
    case "opened":
      return false;
    case "missing":
      report(script.absent, place, `there is no program ${quote(program)}`, "correct the path");
      return false;
    case "not executable":
      report(
        "script-not-executable",
        place,
        `${quote(program)} cannot be run: ${examined.reason}`,
        "chmod a+x, or correct the path",
      );
      return true;
    case "unsafe": {
      const message = `${quote(program)} runs as root, and others can change ${examined.component}: ${examined.reason}`;
      const cure = `chown root ${examined.component}; chmod go-w ${examined.component}`;
      report(secure ? "script-refused" : "script-unsafe", place, message, cure);
      return !secure;
    }
  }
}

/** Whether there are such a user and group. */
function checkUser(user: User | undefined, place: Place | undefined, around: Surroundings, check = true): boolean {
  const { machine, report } = around;
  if (user === undefined || place === undefined || machine === undefined) return true;
  const kind = check ? "user-unknown" : "notify-user-unknown";
  const known = machine.hasUser(user.name);
  const argument = `if ${quote(user.name)} is an argument, quote the whole command; else create the user`;
  const cure = check ? "create it, or name another" : argument;
  if (!known) report(kind, place, `this machine has no user ${quote(user.name)}`, cure);
  // keepalived: `:` and `:<group>` ask for the supplementary groups of the user.
  const group = user.group?.replace(/^:/, "") ?? "";
  const fits = group === "" || machine.hasGroup(group);
  if (!fits) report(kind, place, `this machine has no group ${quote(group)}`, "create it, or name another");
  return known && fits;
}
