import assert from "node:assert/strict";
import { readSettings } from "../../src/config/read.ts";
import type { Configuration, Interface, Machine } from "../../src/doctor/facts.ts";

/** The configuration that this text amounts to; it must have no errors. */
export function configure(text: string, file = "/etc/keepalived/keepalived.conf"): Configuration {
  const files = { read: () => ({ kind: "text", text }) as const, list: () => [] };
  const { settings, problems } = readSettings(file, files, { configId: "router" });
  assert.ok(settings, problems.map(({ message }) => message).join("; "));
  return { file, settings, texts: [{ path: file, text }] };
}

/** The tutorial's file with these lines in its vrrp_instance and vrrp_script. */
export function tutorial(instance: string, script = "weight 2", file?: string): Configuration {
  const text = `vrrp_script chk_haproxy {
    script "killall -0 haproxy"
    interval 2
    ${script}
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    ${instance}
    virtual_ipaddress {
        192.168.0.121
    }
    track_script {
        chk_haproxy
    }
}
`;
  return configure(text, file);
}

export const eth0: Interface = {
  name: "eth0",
  up: true,
  carrier: true,
  multicast: true,
  addresses: [{ address: "192.168.0.4", prefixLength: 24 }],
};

/** A machine on which nothing is wrong with the tutorial's file. */
export const healthy: Machine = {
  interfaces: [eth0],
  firewall: { saves: [] },
  haproxy: [],
  nonlocalBind: false,
  programs: [{ script: "chk_haproxy", found: { kind: "found", path: "/usr/bin/killall" } }],
  heard: [],
  gaps: [],
};
