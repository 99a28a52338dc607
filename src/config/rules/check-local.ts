import type { BfdCheck, FileCheck, MiscCheck } from "../keywords/check-local.ts";
import type { UdpCheck } from "../keywords/check-network.ts";
import { quote } from "../problem.ts";
import type { Block } from "../schema.ts";
import { lineOf, type Place } from "../source/place.ts";
import type { Services } from "./service.ts";
import { findTrackable } from "./track.ts";

/** A MISC_CHECK; `interval` is that from one start of the command to the next. */
export function checkScript({ given, places, name }: Block<MiscCheck>, interval: number, { report }: Services): void {
  if (places.misc_path === undefined) {
    report("script-missing", name.place, "this MISC_CHECK has no misc_path", 'add a line: misc_path "<command>"');
  }
  const { misc_timeout: timeout } = given;
  if (timeout === undefined || timeout <= interval) return;
  const message = `the command may take ${timeout / 1e6} s, which is longer than the interval of ${interval / 1e6} s`;
  report("check-slow", places.misc_timeout ?? name.place, message);
}

/** A FILE_CHECK and the file that it names. */
export function checkFile({ given, places, name }: Block<FileCheck>, { around, report }: Services): void {
  if (places.track_file === undefined) {
    report("check-incomplete", name.place, "this FILE_CHECK has no track_file", "add a line: track_file <name>");
  }
  const { track_file: file } = given;
  if (file !== undefined) findTrackable("track_file", file, places.track_file ?? name.place, around, "virtual_server");
}

/** The BFD_CHECKs of one real server. */
export function checkSessions(checks: readonly Block<BfdCheck>[], { around, report }: Services): void {
  const seen = new Map<string, Place>();
  for (const { given, places, name } of checks) {
    if (places.name === undefined) {
      report("check-incomplete", name.place, "this BFD_CHECK has no name", "add a line: name <bfd_instance>");
    }
    if (given.name === undefined) continue;
    const place = places.name ?? name.place;
    findTrackable("bfd_instance", given.name, place, around, "virtual_server");
    const first = seen.get(given.name);
    if (first === undefined) seen.set(given.name, place);
    else {
      const message = `bfd_instance ${quote(given.name)} again, after ${lineOf(first, place)}: this one is ignored`;
      report("item-repeated", place, message, "remove one of the two");
    }
  }
}

/** A UDP_CHECK and the answer that it waits for. */
export function checkReply({ given, places, name }: Block<UdpCheck>, { report }: Services): void {
  const { min_reply_length: least = 0, max_reply_length: most = 255 } = given;
  if (least > most) {
    const place = places.min_reply_length ?? places.max_reply_length ?? name.place;
    report("check-impossible", place, `no answer has at least ${least} and at most ${most} octets`);
  } else if (places.require_reply === undefined) {
    for (const option of ["min_reply_length", "max_reply_length"] as const) {
      const place = places[option];
      if (place !== undefined) report("keyword-idle", place, `${quote(option)} does nothing without require_reply`);
    }
  }
}
