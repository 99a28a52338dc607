/** The kinds of VRRP that both programs speak: one virtual router for each on every pair of routers. */
export type Variant = {
  readonly name: string;
  readonly virtualRouterId: number;
  readonly address: string;
  readonly version: 2 | 3;
  /** As version 2 has it in the advert: 0 none, 1 PASS. */
  readonly authentication: "" | "0" | "1";
};

export const v2: Variant = {
  name: "V2",
  virtualRouterId: 51,
  address: "192.168.0.121",
  version: 2,
  authentication: "0",
};
export const v2Password: Variant = {
  name: "V2_PASS",
  virtualRouterId: 52,
  address: "192.168.0.122",
  version: 2,
  authentication: "1",
};
export const v3: Variant = {
  name: "V3",
  virtualRouterId: 53,
  address: "192.168.0.123",
  version: 3,
  authentication: "",
};

export const variants: readonly Variant[] = [v2, v2Password, v3];

/** What the configuration of one router says. */
export type Side = {
  readonly priority: number;
  readonly state: "MASTER" | "BACKUP";
  /** In seconds, for each version. */
  readonly interval?: Readonly<Record<2 | 3, number>>;
  readonly password?: string;
  /** Put into each instance. */
  readonly lines?: string;
};

export const everySecond = { 2: 1, 3: 1 } as const;
export const PASSWORD = "tutorial";

/** A file for either program: an instance for each variant, and a check that fails while /run/sick exists. */
export function configuration(side: Side): string {
  const { priority, state, interval = everySecond, password = PASSWORD, lines = "" } = side;
  const proof = `authentication {\n        auth_type PASS\n        auth_pass ${password}\n    }`;
  const instances = variants.map(
    ({ name, virtualRouterId, address, version, authentication }) => `
vrrp_instance ${name} {
    state ${state}
    interface eth0
    virtual_router_id ${virtualRouterId}
    priority ${priority}
    version ${version}
    advert_int ${interval[version]}
    ${authentication === "1" ? proof : ""}
    virtual_ipaddress {
        ${address}
    }
    track_script {
        healthy
    }
    ${lines}
}
`,
  );
  return `vrrp_script healthy {
    script "/usr/bin/test ! -e /run/sick"
    interval 1
    weight 30
    fall 2
    rise 1
}
${instances.join("")}`;
}
