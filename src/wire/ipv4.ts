/** An IP address in its canonical text, as `ip addr` prints it; the identity of an address everywhere but in packets. */
export type IpAddress = string;
