import { keyword, needing } from "../../schema.ts";
import { uint, wholeSeconds } from "../../types/numbers.ts";
import { choice, word } from "../../types/text.ts";
import { hmacKeys } from "./hmac-key.ts";

/** `authentication { … }` of VRRP version 2 */
export const authentication = {
  auth_type: keyword({
    type: choice("PASS", "AH"),
    onChange: "live",
    otherwise: "none",
    doc: "How adverts are authenticated: by a password in plain text, or by an IPsec header.",
  }),
  auth_pass: keyword({
    type: word("password"),
    onChange: "live",
    otherwise: "none",
    doc: "The password; its first 8 bytes count. Everybody on the link can read it in the adverts.",
  }),
};

/** `auth_hmac { … }` */
export const hmacAuthentication = needing("authentication", {
  key: keyword({
    type: hmacKeys,
    onChange: "live",
    otherwise: "required",
    doc: "A key that adverts may be signed with, of 32 to 64 bytes: as text, in hexadecimal digits or from a file.",
  }),
  active_key: keyword({
    type: uint(1, 255),
    onChange: "live",
    otherwise: "required",
    doc: "The key that is used for sending.",
  }),
  time_window: keyword({
    type: wholeSeconds(1, 300),
    onChange: "live",
    otherwise: "3 × advert_int, at least 5 s",
    doc: "How far the clocks of the routers may differ.",
  }),
  anti_replay: keyword({
    type: choice("time", "monotonic"),
    default: "time",
    onChange: "live",
    doc: "Whether numbers follow the clock, or only grow.",
  }),
  mode: keyword({
    type: choice("enforce", "permissive", "receive-only"),
    default: "enforce",
    onChange: "live",
    doc: "permissive takes unsigned adverts too, receive-only does not sign its own.",
  }),
});
