// Numbers of the Linux ABI, under their names in the kernel's headers (asm-generic: x86, arm, riscv, s390, loongarch).

export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;

export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;

export const IPPROTO_IP = 0;
export const IPPROTO_VRRP = 112;

export const SOL_SOCKET = 1;
export const SO_RCVBUF = 8;
export const SO_PRIORITY = 12;
export const SO_BINDTODEVICE = 25;
export const SO_RCVBUFFORCE = 33;

export const TC_PRIO_CONTROL = 7;

export const IP_HDRINCL = 3;
export const IP_MULTICAST_IF = 32;
export const IP_MULTICAST_LOOP = 34;
export const IP_ADD_MEMBERSHIP = 35;
export const IP_MULTICAST_ALL = 49;

export const SOL_NETLINK = 270;
export const NETLINK_ROUTE = 0;
export const NETLINK_ADD_MEMBERSHIP = 1;
export const NETLINK_CAP_ACK = 10;
export const NETLINK_EXT_ACK = 11;

export const MSG_DONTROUTE = 0x4;
export const MSG_TRUNC = 0x20;

export const CLOCK_MONOTONIC = 1;
export const TFD_TIMER_ABSTIME = 1;

export const LOCK_EX = 2;
export const LOCK_NB = 4;

export const SCHED_OTHER = 0;
export const SCHED_RR = 2;
export const SCHED_RESET_ON_FORK = 0x4000_0000;
