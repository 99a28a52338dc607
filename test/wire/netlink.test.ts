import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decode32,
  decodeAttributes,
  decodeMessages,
  decodeOutcome,
  decodeText,
  encode32,
  encodeAttribute,
  encodeRequests,
  encodeText,
  joinBytes,
  type Message,
  NLM_F_ACK,
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../src/wire/netlink.ts";
import { bigEndianMachine, hex } from "./bytes.ts";

// Recorded from Linux 6.18 on a little-endian machine.
const recorded = { skip: bigEndianMachine && "recorded on a little-endian machine" };

test("An error of the kernel gives the errno and the explanation", recorded, () => {
  const [message] = decodeMessages(
    hex(`40000000 02000003 05000000 de5d0000 edffffff 28000000 14000105 05000000 00000000
         1b000100 69707634 3a204465 76696365 206e6f74 20666f75 6e640000`),
  );
  assert.ok(message !== undefined);
  assert.equal(message.type, NLMSG_ERROR);
  assert.equal(message.sequence, 5);
  assert.deepEqual(decodeOutcome(message), { errno: 19, text: "ipv4: Device not found" });
});

test("An acknowledgement is the errno 0", recorded, () => {
  const [message] = decodeMessages(
    hex("24000000 02000001 07000000 de5d0000 00000000 28000000 14000505 07000000 00000000"),
  );
  assert.ok(message !== undefined);
  assert.deepEqual(decodeOutcome(message), { errno: 0 });
});

test("The explanation stands behind the whole request where the kernel sends that back", () => {
  const request = joinBytes([encode32(24, 0, 0, 0), encode32(1, 2)]);
  const body = joinBytes([encode32(-22 >>> 0), request, encodeAttribute(1, encodeText("no"))]);
  const message = { type: NLMSG_ERROR, flags: NLM_F_ACK_TLVS, sequence: 1, body };
  assert.deepEqual(decodeOutcome(message), { errno: 22, text: "no" });
  const lying = joinBytes([encode32(-22 >>> 0, 0xffff_ffff), body]);
  assert.deepEqual(decodeOutcome({ ...message, body: lying }), { errno: 22 });
  const capped = { ...message, flags: NLM_F_ACK_TLVS | NLM_F_CAPPED };
  assert.deepEqual(decodeOutcome(capped), { errno: 22 });
});

test("The end of a dump can carry an error, too", () => {
  const body = joinBytes([encode32(-16 >>> 0), encodeAttribute(1, encodeText("busy"))]);
  assert.deepEqual(decodeOutcome({ type: NLMSG_DONE, flags: NLM_F_ACK_TLVS, sequence: 1, body }), {
    errno: 16,
    text: "busy",
  });
});

test("A batch reads back as its requests in order, and wants an acknowledgement of the last only", () => {
  const request = fc.record({
    type: fc.integer({ min: 16, max: 0xffff }),
    flags: fc.constantFrom(0, 0x100, 0x400, 0x500),
    body: fc.uint8Array({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(
      fc.array(request, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 2 ** 31 }),
      (batch, first) => {
        const messages = decodeMessages(encodeRequests(batch, first));
        const expected = batch.map(({ type, flags, body }, index) => {
          const ack = index === batch.length - 1 ? NLM_F_ACK : 0;
          return { type, flags: flags | NLM_F_REQUEST | ack, sequence: first + index, body };
        });
        assert.deepEqual(messages.map(plain), expected.map(plain));
      },
    ),
  );
});

test("Attributes read back as they were written; of two of a type the last counts", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(0x3fff), fc.uint8Array({ maxLength: 9 }))), fc.nat(20), (attributes, from) => {
      const body = joinBytes([
        new Uint8Array(from),
        ...attributes.map(([type, value]) => encodeAttribute(type, value)),
      ]);
      const read = [...decodeAttributes(body, from)].map(([type, value]) => [type, [...value]]);
      assert.deepEqual(read, [...new Map(attributes.map(([type, value]) => [type, [...value]]))]);
    }),
  );
});

test("Flags in the type of an attribute are no part of the type", () => {
  const attribute = encodeAttribute(0x8003, Uint8Array.of(1, 2));
  assert.deepEqual([...decodeAttributes(attribute, 0).keys()], [3]);
});

test("Noise never throws, and everything read from it lies within it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => {
      for (const message of decodeMessages(noise)) {
        assert.ok(message.body.length <= noise.length - 16);
        decodeOutcome(message);
        decodeAttributes(message.body, 8);
      }
      decodeOutcome({ type: NLMSG_ERROR, flags: NLM_F_ACK_TLVS, sequence: 0, body: noise });
      decodeAttributes(noise, 0);
      decodeText(noise);
    }),
  );
});

test("A message cut anywhere is not read, and those before it are", () => {
  const whole = encodeRequests(
    [20, 21].map((type) => ({ type, flags: 0, body: new Uint8Array(9) })),
    1,
  );
  for (let length = 0; length < whole.length - 3; length += 1) {
    const types = decodeMessages(whole.subarray(0, length)).map(({ type }) => type);
    assert.deepEqual(types, length < 25 ? [] : [20]);
  }
});

test("Numbers and texts read back as they were written", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), fc.stringMatching(/^[!-~]{0,15}$/), (number, text) => {
      assert.equal(decode32(encode32(0, number), 4), number);
      assert.equal(decode32(encode32(number), 1), undefined);
      assert.equal(decodeText(encodeText(text)), text);
    }),
  );
});

function plain({ body, ...header }: Message) {
  return { ...header, body: [...body] };
}
