import type { Authentication } from "../../core/vrrp/settings.ts";
import { hmacAuthentication } from "../keywords/instance/authentication.ts";
import { complete } from "../schema.ts";
import type { Place } from "../source/place.ts";
import type { Family } from "../types/ip.ts";
import { type Draft, remark } from "./draft.ts";

/**
 * RFC 2338 §5.3.6 has it, RFC 3768 took it out, version 3 has no room for it; keepalived keeps it for version 2.
 * AH is read like a password: a router without it must not be taken for one without authentication.
 */
export function settleAuthentication(draft: Draft, version: 2 | 3, family: Family): Authentication {
  const { values, strict } = draft;
  checkHmac(draft);
  if (values.authentication === undefined) return { kind: "none" };
  const { name, given, places } = values.authentication;
  const { auth_type, auth_pass = "" } = given;
  const reason = whyLeftOut(draft, version, auth_type === "AH" ? family : "inet");
  if (reason !== undefined) {
    remark(draft, strict ? "strict-conflict" : "authentication-idle", "authentication", reason, "remove the block");
  } else if (auth_type !== undefined && auth_pass !== "") {
    return { kind: "pass", password: firstBytes(auth_pass, places.auth_pass ?? name.place, draft) };
  } else if (places.auth_type === undefined) {
    remark(draft, "authentication-empty", "authentication", withoutIt("auth_type"), "add auth_type PASS");
  } else if (places.auth_pass === undefined || auth_pass === "") {
    const cure = "add auth_pass, the same on all routers";
    remark(draft, "authentication-idle", "authentication", withoutIt("auth_pass"), cure);
  }
  return { kind: "none" };
}

function withoutIt(keyword: string): string {
  return `without ${keyword} there is no authentication`;
}

function whyLeftOut({ strict, values }: Draft, version: 2 | 3, family: Family): string | undefined {
  if (strict) return "strict mode has no authentication: it is left out";
  if (version === 3) return "VRRP version 3 has no authentication: it is left out";
  if (family === "inet6") return "auth_type AH is for IPv4 only: it is left out";
  return values.auth_hmac === undefined ? undefined : "auth_hmac takes the place of authentication";
}

function checkHmac({ values, around }: Draft): void {
  const block = values.auth_hmac;
  if (block === undefined) return;
  const { key = [], active_key } = complete(hmacAuthentication, block.given);
  const { place } = block.name;
  if (key.length === 0 && block.places.key === undefined) {
    around.report("hmac-incomplete", place, "auth_hmac has no key", "add a line: key 1 hex:<64 digits>");
  } else if (active_key === undefined && block.places.active_key === undefined) {
    around.report("hmac-incomplete", place, "auth_hmac has no active_key", `add a line: active_key ${key[0]?.id ?? 1}`);
  } else if (active_key !== undefined && key.length > 0 && !key.some(({ id }) => id === active_key)) {
    const known = key.map(({ id }) => id).join(", ");
    const at = block.places.active_key ?? place;
    around.report("hmac-incomplete", at, `there is no key ${active_key}`, `add it, or use one of ${known}`);
  }
  for (const { source, value, place: at } of key) if (source === "file") checkKeyFile(value, at, around);
}

function checkKeyFile(path: string, place: Place, { machine, report }: Draft["around"]): void {
  const found = machine?.examineSecret(path);
  if (found === "missing") report("file-absent", place, `there is no key file ${path}`, "create it, mode 0600");
  if (found === "readable by others") {
    report("secret-readable", place, `others than the owner may read ${path}`, `chmod 600 ${path}`);
  }
}

/** As many characters as begin within 8 bytes of UTF-8: the packet has room for so many bytes, and cuts the last character. */
function firstBytes(password: string, place: Place, { around }: Draft): string {
  let [kept, bytes] = ["", 0];
  for (const character of password) {
    if (bytes < PASSWORD_BYTES) kept += character;
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  if (bytes > PASSWORD_BYTES) {
    const cure = "shorten it here and on the other routers: what follows gives no safety";
    around.report("password-cut", place, `only the first ${PASSWORD_BYTES} bytes of auth_pass count`, cure);
  }
  return kept;
}

const PASSWORD_BYTES = 8;
