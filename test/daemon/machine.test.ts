import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../src/core/event.ts";
import { Machine } from "../../src/daemon/machine.ts";
import { held } from "../kernel/machine.ts";
import { enterNamespace, ip, untilUp } from "../kernel/namespace.ts";

const inside = enterNamespace(import.meta.url);

type Trial = { readonly machine: Machine; readonly events: Event[]; readonly complaints: string[] };

function onMachine(run: (trial: Trial) => void): void {
  ip("link add va type veth peer name vb");
  for (const name of ["va", "vb"]) ip(`link set ${name} up`);
  untilUp("va");
  const events: Event[] = [];
  const complaints: string[] = [];
  const machine = new Machine(
    (event) => events.push(event),
    (text) => complaints.push(text),
  );
  try {
    run({ machine, events, complaints });
  } finally {
    machine.close();
    if (ip("-br link").includes("va@")) ip("link delete va");
  }
}

test("an address that the kernel refuses comes back as lost, and is complained of once", inside, () =>
  onMachine(({ machine, complaints }) => {
    const refused = { kind: "hold", addresses: [held("10.0.0.1", { label: "longer-than-any-name" })] } as const;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      assert.deepEqual(machine.perform(refused), [
        { kind: "address lost", interface: "va", address: "10.0.0.1", cause: "refused" },
      ]);
    }
    assert.equal(complaints.length, 1);
    assert.match(complaints[0] ?? "", /^setting or removing an address \(10\.0\.0\.1 on va\) failed: /);
  }),
);

test("an interface that vanishes while its socket is to be opened is no reason to end", inside, () =>
  onMachine(({ machine, complaints }) => {
    ip("link delete va");
    assert.deepEqual(machine.perform({ kind: "listen", interfaces: ["va"] }), []);
    assert.match(complaints.join(), /^opening the VRRP socket failed: .*ENODEV/);
  }),
);
