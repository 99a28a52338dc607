/** A configuration of a certain size, that every program has to accept. */
export type Generated = { readonly scenario: string; readonly instances: number; text(): string };

export const oneInstance = "1 instance";
export const thousandInstances = "1000 instances";
export const tenThousandInstances = "10 000 instances";

export const generated: readonly Generated[] = [
  { scenario: oneInstance, instances: 1, text: () => writeInstances(1) },
  { scenario: "255 instances", instances: 255, text: () => writeInstances(255) },
  { scenario: thousandInstances, instances: 1000, text: () => writeInstances(1000) },
  { scenario: tenThousandInstances, instances: 10_000, text: () => writeInstances(10_000) },
  { scenario: "10 000 virtual servers", instances: 0, text: () => writeVirtualServers(10_000) },
];

/** On one link there are 255 numbers of virtual routers. */
const PER_INTERFACE = 250;

export const interfaces = Array.from({ length: 10_000 / PER_INTERFACE }, (_, index) => `lan${index + 1}`);

function writeInstances(count: number): string {
  return range(count)
    .map((index) => {
      const [link, number] = [Math.floor(index / PER_INTERFACE) + 1, (index % PER_INTERFACE) + 1];
      return `vrrp_instance VI_${index + 1} {
    state BACKUP
    interface ${interfaces[link - 1]}
    virtual_router_id ${number}
    priority 100
    advert_int 1
    virtual_ipaddress {
        10.${link}.${number}.1/24
    }
}
`;
    })
    .join("\n");
}

function writeVirtualServers(count: number): string {
  return range(count)
    .map((index) => {
      const [high, low] = [Math.floor(index / 250), (index % 250) + 1];
      return `virtual_server 10.${high}.${low}.1 80 {
    delay_loop 6
    lvs_sched rr
    lvs_method NAT
    protocol TCP
    real_server 172.16.${high}.${low} 8080 {
        weight 1
    }
    real_server 172.17.${high}.${low} 8080 {
        weight 1
    }
}
`;
    })
    .join("\n");
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
