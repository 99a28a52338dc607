import { constants } from "node:os";
import {
  decode32,
  decodeMessages,
  decodeOutcome,
  encodeRequests,
  type Message,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  type Outcome,
  type Request,
} from "../wire/netlink.ts";
import {
  AF_NETLINK,
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_CAP_ACK,
  NETLINK_EXT_ACK,
  NETLINK_ROUTE,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SOCK_RAW,
  SOL_NETLINK,
  SOL_SOCKET,
} from "./constants.ts";
import { netlinkAddress } from "./socket-address.ts";
import {
  bind,
  close,
  describeErrno,
  ReceiveRing,
  recvmmsg,
  SystemError,
  sendto,
  setsockopt,
  socket,
  type Watch,
  watch,
} from "./syscalls.ts";

/** A request that the kernel has refused. */
export type Refused = {
  /** Its place in the list. */
  readonly request: number;
  /** The errno by name. */
  readonly code: string;
  /** What the kernel says in words. */
  readonly reason: string;
};

/** The longest message of the kernel: its dumps and notifications are cut to this. */
const MESSAGE_BYTES = 32_768;
/** sockaddr_nl */
const NAME_BYTES = 12;
const PORT_ID_AT = 4;
/** As many errors, with their explanations, as a socket's receive buffer holds at its default size. */
const BATCH_REQUESTS = 128;
const DUMP_ATTEMPTS = 10;

/**
 * Requests to the kernel's routing tables, answered before the call returns: rtnetlink works on a request within
 * sendmsg, so that every answer waits in the socket afterwards. Throws SystemError when the socket itself fails.
 */
export class Netlink {
  readonly #descriptor = openSocket();
  readonly #ring = new ReceiveRing(8, MESSAGE_BYTES, NAME_BYTES);
  #sequence = 1;

  /** Has the requests carried out in order, in one system call up to 128. Those that are not mentioned have succeeded. */
  transact(requests: readonly Request[]): Refused[] {
    const refused: Refused[] = [];
    for (let from = 0; from < requests.length; from += BATCH_REQUESTS) {
      for (const [index, outcome] of this.#send(requests.slice(from, from + BATCH_REQUESTS))) {
        const [code, words] = describeErrno(outcome.errno);
        refused.push({ request: from + index, code, reason: `${outcome.text ?? words} (${code})` });
      }
    }
    return refused;
  }

  /** Everything of a kind: `type` is an RTM_GET…, the answers are of one type. A table that changes meanwhile is read again. */
  dump(type: number, body: Uint8Array): Message[] {
    for (let attempt = 1; ; attempt += 1) {
      const { messages, interrupted } = this.#dump({ type, flags: NLM_F_DUMP, body });
      if (!interrupted || attempt === DUMP_ATTEMPTS) return messages;
    }
  }

  close(): void {
    close(this.#descriptor);
  }

  /** The failures of a batch, with their places in it. */
  #send(batch: readonly Request[]): Map<number, Outcome> {
    const first = this.#sequence;
    this.#transmit(batch);
    const failures = new Map<number, Outcome>();
    for (const message of this.#answers()) {
      const index = message.sequence - first;
      const outcome = message.type === NLMSG_ERROR ? decodeOutcome(message) : undefined;
      if (index < 0 || index >= batch.length || outcome === undefined) continue;
      if (outcome.errno !== 0) failures.set(index, outcome);
      if (index === batch.length - 1) break;
    }
    return failures;
  }

  #dump(request: Request): { readonly messages: Message[]; readonly interrupted: boolean } {
    const sequence = this.#sequence;
    this.#transmit([request]);
    const messages: Message[] = [];
    let interrupted = false;
    for (const message of this.#answers()) {
      if (message.sequence !== sequence) continue;
      interrupted ||= (message.flags & NLM_F_DUMP_INTR) !== 0;
      if (message.type === NLMSG_ERROR || message.type === NLMSG_DONE) {
        const outcome = decodeOutcome(message);
        if (outcome !== undefined && outcome.errno !== 0) throw new SystemError("netlink", outcome.errno, outcome.text);
        break;
      }
      messages.push({ ...message, body: message.body.slice() });
    }
    return { messages, interrupted };
  }

  #transmit(batch: readonly Request[]): void {
    // The sequence has 32 bits; none is used again while an answer to it could still come.
    const first = this.#sequence;
    this.#sequence = first + batch.length > 0x7fff_ffff ? 1 : first + batch.length;
    sendto(this.#descriptor, encodeRequests(batch, first), null);
  }

  /** All that waits. Whoever still misses an answer at the end has lost it, which only a broken socket can do. */
  *#answers(): Generator<Message> {
    for (let count = this.#receive(); count > 0; count = this.#receive()) {
      for (const message of messagesOf(this.#ring, count)) yield message;
    }
    throw new SystemError("netlink", constants.errno.ENOBUFS, "the kernel's answer is lost");
  }

  #receive(): number {
    return recvmmsg(this.#descriptor, this.#ring);
  }
}

/** What a wake-up of the monitor has brought. */
export type News = {
  readonly messages: readonly Message[];
  /** Messages were lost: what is known must be read anew with dumps. Nothing older than this waits in the socket. */
  readonly lost: boolean;
  /** Nothing waits in the socket: what the kernel had to tell until now has been told. */
  readonly drained: boolean;
};

/** Notifications about changes of the kernel's tables, whoever makes them. `tell` is called once per batch. */
export class Monitor {
  readonly #descriptor = openSocket();
  readonly #ring = new ReceiveRing(16, MESSAGE_BYTES, NAME_BYTES);
  readonly #watch: Watch;
  #rest: NodeJS.Immediate | undefined;

  /** @param groups RTNLGRP_… */
  constructor(groups: readonly number[], tell: (news: News) => void, receiveBytes = 4 << 20) {
    setReceiveBuffer(this.#descriptor, receiveBytes);
    for (const group of groups) setsockopt(this.#descriptor, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
    this.#watch = watch(this.#descriptor, () => this.#hear(tell));
  }

  close(): void {
    clearImmediate(this.#rest);
    this.#watch.close();
    close(this.#descriptor);
  }

  #hear(tell: (news: News) => void): void {
    const news = this.#read();
    clearImmediate(this.#rest);
    // A full ring may have been all there was, and then the socket would not become readable again.
    if (!news.drained) this.#rest = setImmediate(() => this.#hear(tell));
    tell(news);
  }

  #read(): News {
    const count = this.#receive();
    if (count === undefined || someTruncated(this.#ring, count)) return this.#startAgain();
    const messages = [...messagesOf(this.#ring, count)];
    return { messages, lost: false, drained: count < this.#ring.slots };
  }

  /** What waits is older than the dump that must follow, and would undo a part of it. */
  #startAgain(): News {
    let count: number | undefined;
    do count = this.#receive();
    while (count === undefined || count > 0);
    return { messages: [], lost: true, drained: true };
  }

  /** Undefined when the buffer was full, and messages were lost. */
  #receive(): number | undefined {
    try {
      return recvmmsg(this.#descriptor, this.#ring);
    } catch (error) {
      if (error instanceof SystemError && error.code === "ENOBUFS") return undefined;
      throw error;
    }
  }
}

function openSocket(): number {
  const descriptor = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  // Errors come with an explanation, and without the request that they are about.
  setsockopt(descriptor, SOL_NETLINK, NETLINK_EXT_ACK, 1);
  setsockopt(descriptor, SOL_NETLINK, NETLINK_CAP_ACK, 1);
  bind(descriptor, netlinkAddress());
  return descriptor;
}

/** Past the system's limit, which holds only some hundred notifications; in a user namespace up to that limit. */
function setReceiveBuffer(descriptor: number, bytes: number): void {
  try {
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, bytes);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== "EPERM") throw error;
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, bytes);
  }
}

/** Only what the kernel has sent, whose port id is 0: any process can write to a netlink socket. */
function* messagesOf(ring: ReceiveRing, count: number): Generator<Message> {
  for (let slot = 0; slot < count; slot += 1) {
    if (decode32(ring.name(slot), PORT_ID_AT) === 0) yield* decodeMessages(ring.message(slot));
  }
}

function someTruncated(ring: ReceiveRing, count: number): boolean {
  for (let slot = 0; slot < count; slot += 1) if (ring.truncated(slot)) return true;
  return false;
}
