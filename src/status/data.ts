import type { InstanceStatus, ScriptStatus, Status } from "../core/status.ts";
import { type Instant, MILLISECOND, NEVER, SECOND } from "../core/time.ts";
import type { InstanceSettings, VirtualAddress } from "../core/vrrp/settings.ts";

type WallTime = (instant: Instant) => Date;

/** keepalived's SIGUSR1 file: scripts find things by these labels and their indentation (reference: interfaces, 13). */
export function renderData(status: Status, wallTime: WallTime): string {
  const sections = [
    section("Global definitions", [[` Router ID = ${status.routerId}`]]),
    section(
      "VRRP Topology",
      status.instances.map((instance) => renderInstance(instance, wallTime)),
    ),
    section(
      "VRRP Scripts",
      status.scripts.map((script) => renderScript(script, status)),
    ),
  ];
  return sections.join("");
}

/** Empty sections are left out, as keepalived does. */
function section(title: string, entries: readonly (readonly string[])[]): string {
  if (entries.length === 0) return "";
  return `${[`------< ${title} >------`, ...entries.flat()].join("\n")}\n`;
}

function renderInstance(instance: InstanceStatus, wallTime: WallTime): string[] {
  const { settings, state, master, deadline } = instance;
  const transition = instance.transitions.at(-1);
  const heard = state === "BACKUP" && master !== undefined;
  return [
    ` VRRP Instance = ${settings.name}`,
    `   VRRP Version = ${settings.version}`,
    `   State = ${state}`,
    ...(heard ? [`   Master router = ${master.address}`, `   Master priority = ${master.priority}`] : []),
    "   Flags: none",
    `   Number of tracker faults = ${instance.faults.length}`,
    ...(transition === undefined ? [] : [`   Last transition = ${renderTime(wallTime(transition.at))}`]),
    `   Read timeout = ${deadline === NEVER ? "DISABLED" : renderTime(wallTime(deadline))}`,
    `   Master down timer = ${instance.masterDownTimer} usecs`,
    `   Interface = ${settings.interface}`,
    `   Using src_ip = ${instance.source ?? "(none)"}${settings.sourceAddress === undefined ? "" : " (from configuration)"}`,
    "   Multicast address 224.0.0.18",
    ...renderSettings(settings, instance.priority.effective),
    `   Virtual IP (${settings.addresses.length}):`,
    ...settings.addresses.map((address) => renderAddress(address, instance.holding)),
    ...list(
      "Virtual IP Excluded",
      settings.excludedAddresses.map((address) => renderAddress(address, instance.holding)),
    ),
    ...list(
      "Tracked interfaces",
      settings.trackedInterfaces.map((track) => renderTrack(track.interface, track)),
    ),
    ...list(
      "Tracked scripts",
      settings.trackedScripts.map((track) => renderTrack(track.script, track)),
    ),
  ];
}

function renderSettings(settings: InstanceSettings, effective: number): string[] {
  const { garp, version, advertInterval, preemptDelay } = settings;
  const interval = version === 2 ? `${advertInterval / SECOND} sec` : `${advertInterval / MILLISECOND} milli-sec`;
  return [
    `   Gratuitous ARP delay = ${garp.delay / SECOND}`,
    `   Gratuitous ARP repeat = ${garp.repeat}`,
    `   Gratuitous ARP refresh = ${garp.refresh / SECOND}`,
    `   Gratuitous ARP refresh repeat = ${garp.refreshRepeat}`,
    `   Gratuitous ARP lower priority delay = ${garp.lowerPriorityDelay / SECOND}`,
    `   Gratuitous ARP lower priority repeat = ${garp.lowerPriorityRepeat}`,
    `   Down timer adverts = ${settings.downTimerAdverts}`,
    `   Send advert after receive lower priority advert = ${!settings.lowerPriorityNoAdvert}`,
    `   Send advert after receive higher priority advert = ${settings.higherPrioritySendAdvert}`,
    `   Virtual Router ID = ${settings.virtualRouterId}`,
    `   Priority = ${settings.priority}`,
    `   Effective priority = ${effective}`,
    `   Advert interval = ${interval}`,
    "   Accept = enabled",
    `   Preempt = ${settings.preempt ? "enabled" : "disabled"}`,
    ...(preemptDelay > 0 ? [`   Preempt delay = ${preemptDelay / SECOND} secs`] : []),
    // 2.4.3 hides the password; 2.2.7 still printed it.
    ...(settings.authentication.kind === "pass"
      ? ["   Authentication type = SIMPLE_PASSWORD", "   Password = ********"]
      : ["   Authentication type = none"]),
  ];
}

function list(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [`   ${title} :`, ...entries];
}

function renderAddress(
  { address, prefixLength, interface: device, scope, broadcast, label }: VirtualAddress,
  set: boolean,
): string {
  const names = new Map([
    [0, "global"],
    [200, "site"],
    [253, "link"],
    [254, "host"],
    [255, "nowhere"],
  ]);
  const prefix = prefixLength === 32 ? "" : `/${prefixLength}`;
  const extras = [
    broadcast === undefined ? "" : ` brd ${broadcast}`,
    ` dev ${device} scope ${names.get(scope) ?? scope}`,
  ];
  return `     ${address}${prefix}${extras.join("")}${label === undefined ? "" : ` label ${label}`}${set ? " set" : ""}`;
}

function renderTrack(
  name: string,
  { weight, reverse }: { readonly weight: number; readonly reverse: boolean },
): string {
  return `     ${name} weight ${weight}${reverse ? " reverse" : ""}`;
}

function renderScript({ settings, verdict, result, running }: ScriptStatus, status: Status): string[] {
  const trackers = status.instances.flatMap((instance) =>
    instance.settings.trackedScripts
      .filter(({ script }) => script === settings.name)
      .map(({ weight, reverse }) => `     ${instance.settings.name}, weight ${weight}${reverse ? " reverse" : ""}`),
  );
  return [
    ` VRRP Script = ${settings.name}`,
    `   Command = ${settings.command.map((word) => `'${word}'`).join(" ")}`,
    `   Interval = ${settings.interval / SECOND} sec`,
    `   Timeout = ${settings.timeout / SECOND} sec`,
    `   Rise = ${settings.rise}`,
    `   Fall = ${settings.fall}`,
    `   Result = ${result}`,
    `   Status = ${verdict === "unknown" ? "unknown" : verdict.toUpperCase()}`,
    "   VRRP instances :",
    ...trackers,
    `   State = ${running ? "running" : "idle"}`,
  ];
}

/** "1795352712.626422 (Sun Nov 22 13:05:12.626422 2026)"; a Date knows milliseconds only. */
function renderTime(date: Date): string {
  const [weekday = "", month = "", day = "", year = "", time = ""] = date.toString().split(" ");
  const fraction = `${String(date.getMilliseconds()).padStart(3, "0")}000`;
  return `${Math.floor(date.getTime() / 1000)}.${fraction} (${weekday} ${month} ${String(Number(day)).padStart(2)} ${time}.${fraction} ${year})`;
}
