import { quote } from "../problem.ts";
import type { Surroundings } from "./surroundings.ts";

/** The files of the SSL block, and who uses it. */
export function checkSsl({ document, machine, report }: Surroundings): void {
  const { SSL: block, virtual_server = [] } = document;
  if (block === undefined) return;
  const servers = virtual_server.flatMap(({ given }) => given.real_server ?? []);
  if (!servers.some(({ given }) => given.SSL_GET !== undefined)) {
    report("keyword-idle", block.name.place, "no SSL_GET uses the SSL block", "leave it out");
  }
  for (const name of ["certificate", "key", "ca"] as const) {
    const { [name]: path } = block.given;
    const found = path === undefined ? undefined : machine?.examineSecret(path);
    const place = block.places[name] ?? block.name.place;
    if (found === "missing") report("ssl-absent", place, `there is no file ${quote(path ?? "")}`, "correct the path");
    if (name === "key" && found === "readable by others") {
      report("ssl-key-readable", place, `others than the owner may read ${path}`, `chmod 600 ${path}`);
    }
  }
}
