import type { HttpGet, Url } from "../keywords/check-http.ts";
import type { RealServerBlock } from "../keywords/virtual-server.ts";
import { quote, type Report } from "../problem.ts";
import type { Block } from "../schema.ts";
import type { ServiceDraft, Services } from "./service.ts";

/** An HTTP_GET or SSL_GET and its pages. */
export function checkHttp(name: "HTTP_GET" | "SSL_GET", check: Block<HttpGet>, { report }: Services): void {
  const { given, places } = check;
  if (places.url === undefined) {
    const cure = "add a block: url { path / }";
    report("check-incomplete", check.name.place, `this ${name} has no url`, cure);
  }
  for (const url of given.url ?? []) checkUrl(url, report);
  if (name === "SSL_GET") return;
  for (const option of ["enable_sni", "sni_name"] as const) {
    const place = places[option];
    if (place === undefined || given[option] === false) continue;
    report("keyword-idle", place, `${quote(option)} does nothing without TLS`, "leave it out, or write SSL_GET");
  }
}

/** SNI without a name that could be sent. */
export function checkSni({ block, services }: ServiceDraft, server: RealServerBlock, check: Block<HttpGet>): void {
  const { enable_sni, sni_name, url = [] } = check.given;
  if (enable_sni !== true && sni_name !== "") return;
  if (sni_name) return;
  const around = [check.given.virtualhost, server.given.virtualhost, block.given.virtualhost];
  if (around.some((name) => name !== undefined) || url.every(({ given }) => given.virtualhost !== undefined)) return;
  const place = check.places.sni_name ?? check.places.enable_sni ?? check.name.place;
  services.report("keyword-idle", place, "there is no name for SNI to send", "write sni_name <name>, or virtualhost");
}

function checkUrl({ given, places, name }: Block<Url>, report: Report): void {
  if (places.path === undefined) report("check-incomplete", name.place, "this url has no path", "add a line: path /");
  const { regex_min_offset: least = 0, regex_max_offset: most } = given;
  if (places.regex === undefined) {
    for (const option of REGEX_OPTIONS) {
      const place = places[option];
      if (place !== undefined) report("keyword-idle", place, `${quote(option)} does nothing without regex`);
    }
  } else if (most !== undefined && least > most) {
    const place = places.regex_max_offset ?? name.place;
    report("match-impossible", place, `no match begins at ${least} or later and at ${most} or earlier`);
  }
}

const REGEX_OPTIONS = [
  "regex_no_match",
  "regex_options",
  "regex_min_offset",
  "regex_max_offset",
  "regex_stack",
] as const;
