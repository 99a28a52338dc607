import type { Packet } from "../netns/capture.ts";

/** What is known of a router's advert beforehand. */
export type Expected = {
  readonly source: string;
  readonly version: 2 | 3;
  readonly virtualRouterId: number;
  readonly addresses: readonly string[];
  readonly intervalSeconds: number;
  /** Absent: type 0. */
  readonly password?: string;
};

/** A packet without what differs from advert to advert and from machine to machine. */
export function fixedPart({ time, at, identification, priority, hardware, ...fixed }: Packet) {
  return fixed;
}

/** The fixed part of an advert in tshark's words, when all is well with it. */
export function expectedAdvert(expected: Expected): ReturnType<typeof fixedPart> {
  const { source, version, virtualRouterId, addresses, intervalSeconds, password } = expected;
  return {
    hardwareDestination: "01:00:5e:00:00:12",
    source,
    destination: "224.0.0.18",
    ttl: "255",
    typeOfService: "0xc0",
    headerChecksum: GOOD,
    version: String(version),
    type: "1",
    virtualRouterId: String(virtualRouterId),
    count: String(addresses.length),
    checksum: GOOD,
    authentication: version === 3 ? "" : password === undefined ? "0" : "1",
    password: password ?? "",
    intervalSeconds: version === 2 ? String(intervalSeconds) : "",
    intervalCentis: version === 3 ? String(intervalSeconds * 100) : "",
    addresses: addresses.join(","),
    gratuitous: "",
    operation: "",
    sender: "",
    senderHardware: "",
    complaints: "",
    malformed: "",
  };
}

/** tshark's name for a checksum that it has verified. */
const GOOD = "1";
