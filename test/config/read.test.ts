import assert from "node:assert/strict";
import { test } from "node:test";
import { severityOf } from "../../src/config/problem.ts";
import { readSettings } from "../../src/config/read.ts";
import { readText } from "./reading.ts";

const GOOD = `
global_defs {
    enable_script_security
}
vrrp_script chk_haproxy {
    script "killall -0 haproxy"
    interval 2
    weight 2
    fall 2
    rise 1
}
vrrp_instance VI_1 {
    state MASTER
    interface eno16780032
    virtual_router_id 51
    priority 120
    advert_int 1
    virtual_ipaddress {
        192.168.0.121
    }
    track_script {
        chk_haproxy
    }
}
`;

test("the smallest useful file gives all settings, with keepalived's defaults", () => {
  const { settings, problems } = readText(GOOD);
  assert.deepEqual(problems, []);
  assert.deepEqual(settings, {
    routerId: "node1.example.com",
    startupDelay: 0,
    scripts: [
      {
        name: "chk_haproxy",
        command: ["killall", "-0", "haproxy"],
        interval: 2_000_000,
        timeout: 2_000_000,
        rise: 1,
        fall: 2,
        initFail: false,
      },
    ],
    instances: [
      {
        name: "VI_1",
        interface: "eno16780032",
        virtualRouterId: 51,
        version: 2,
        initialState: "MASTER",
        priority: 120,
        advertInterval: 1_000_000,
        downTimerAdverts: 3,
        preempt: true,
        preemptDelay: 0,
        authentication: { kind: "none" },
        addresses: [{ address: "192.168.0.121", prefixLength: 32, scope: 0, interface: "eno16780032" }],
        excludedAddresses: [],
        garp: {
          repeat: 5,
          delay: 5_000_000,
          refresh: 0,
          refreshRepeat: 1,
          lowerPriorityRepeat: 5,
          lowerPriorityDelay: 5_000_000,
        },
        lowerPriorityNoAdvert: false,
        higherPrioritySendAdvert: false,
        ignoreOwnInterface: false,
        trackedInterfaces: [],
        trackedScripts: [{ script: "chk_haproxy", weight: 2, reverse: false }],
        leaseSeconds: 2,
      },
    ],
  });
});

test("a file with an error gives no settings, a file with a warning does", () => {
  assert.equal(readText(GOOD.replace("priority 120", "priority 300")).settings, undefined);
  const warned = readText(GOOD.replace("advert_int 1", "advert_int 1.4"));
  assert.deepEqual(warned.problems.map(severityOf), ["warning"]);
  assert.equal(warned.settings?.instances[0]?.advertInterval, 1_000_000);
});

test("a file that is missing or cannot be read is a problem of its first line", () => {
  const { problems, settings } = readText(GOOD, {}, "elsewhere.conf");
  assert.equal(settings, undefined);
  assert.deepEqual(problems, [
    {
      kind: "file-missing",
      place: { line: { file: { path: "elsewhere.conf" }, number: 1, text: "" }, index: 0 },
      message: "there is no file `elsewhere.conf`",
    },
  ]);
});

test("scripts run as the machine's script user where the file names none", () => {
  const text = "vrrp_script a {\n script /a\n}\nvrrp_script b {\n script /b\n user nobody\n}\n";
  const options = { configId: "r", scriptUser: { name: "keepalived_script" } };
  const { settings } = readSettings("/f", { read: () => ({ kind: "text", text }), list: () => [] }, options);
  assert.deepEqual(
    settings?.scripts.map(({ user }) => user?.name),
    ["keepalived_script", "nobody"],
  );
});
