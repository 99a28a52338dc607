import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../../src/config/read.ts";
import { rehearse, rehearseTakeover } from "../../src/daemon/rehearsal.ts";

const script = "vrrp_script check { script /bin/true\n interval 1\n }\n";
const instance = (more: string) =>
  `vrrp_instance VI_1 { interface eth0\n virtual_router_id 51\n virtual_ipaddress { 192.0.2.9 }\n ${more}\n }\n`;

for (const [what, text] of [
  ["an ordinary backup", instance("")],
  ["version 3 at its fastest", instance("version 3\n advert_int 0.01")],
  ["the address owner", instance("priority 255")],
  ["a check that must have succeeded", `${script}${instance("track_script { check }")}`],
  ["a start that is delayed as long as can be", `global_defs { vrrp_startup_delay 4294 }\n${instance("")}`],
] as const) {
  test(`a rehearsal goes all the way of a takeover, of a fault and of the end: ${what}`, () => {
    const effects = rehearse(settingsOf(text));
    const logs = effects.flatMap((effect) => (effect.kind === "log" ? [effect.text] : []));
    const first = logs.indexOf("(VI_1) Entering MASTER STATE");
    assert.ok(first >= 0 && logs.indexOf("(VI_1) Entering FAULT STATE") > first, logs.join("\n"));
    const kinds = effects.map(({ kind }) => kind);
    const sent = kinds.indexOf("transmit");
    assert.ok(sent >= 0 && kinds.indexOf("hold", sent) < kinds.indexOf("announce"), "advert, address, announcement");
  });
}

test("the rehearsal of a takeover is the whole one as far as to the last announcement", () => {
  const settings = settingsOf(instance(""));
  const [short, whole] = [rehearseTakeover(settings), rehearse(settings)];
  assert.deepEqual(short, whole.slice(0, short.length));
  assert.equal(short.at(-1)?.kind, "announce");
});

test("a rehearsal is as short with many instances and addresses as with one", () => {
  const addresses = Array.from({ length: 255 }, (_, index) => `192.0.2.${index}\n`).join("");
  const many =
    instance("").replace("192.0.2.9", `\n${addresses}`) + instance("").replace("VI_1", "VI_2").replace("51", "52");
  assert.equal(rehearse(settingsOf(many)).length, rehearse(settingsOf(instance(""))).length);
});

function settingsOf(text: string) {
  const files = { read: () => ({ kind: "text" as const, text }), list: () => [] };
  const { settings, problems } = readSettings("/keepalived.conf", files, { configId: "" });
  assert.ok(settings, JSON.stringify(problems));
  return settings;
}
