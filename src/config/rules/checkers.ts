import type { Connection } from "../keywords/checking.ts";
import type { RealServerBlock } from "../keywords/virtual-server.ts";
import type { Block } from "../schema.ts";
import { checkHttp, checkSni } from "./check-http.ts";
import { checkFile, checkReply, checkScript, checkSessions } from "./check-local.ts";
import { checkConnection, intervalOf, networkChecks } from "./check-network.ts";
import type { ServiceDraft, Services } from "./service.ts";

/** The checks of one real server. */
export function checkChecks(draft: ServiceDraft, server: RealServerBlock): void {
  const { services } = draft;
  for (const name of networkChecks) {
    for (const check of server.given[name] ?? []) checkConnection({ draft, server, name, check });
  }
  checkPages(draft, server);
  const { UDP_CHECK = [], MISC_CHECK = [], FILE_CHECK = [], BFD_CHECK = [], SMTP_CHECK = [] } = server.given;
  for (const check of UDP_CHECK) checkReply(check, services);
  for (const check of MISC_CHECK) checkScript(check, intervalOf({ draft, server, check }), services);
  for (const check of FILE_CHECK) checkFile(check, services);
  if (BFD_CHECK.length > 0) checkSessions(BFD_CHECK, services);
  for (const { given } of SMTP_CHECK) {
    for (const check of given.host ?? []) {
      checkConnection({ draft, server, name: "SMTP_CHECK", check });
      adviseAgainstHost(check, services);
    }
  }
}

function checkPages(draft: ServiceDraft, server: RealServerBlock): void {
  const { HTTP_GET = [], SSL_GET = [] } = server.given;
  for (const check of HTTP_GET) checkHttp("HTTP_GET", check, draft.services);
  for (const check of SSL_GET) {
    checkHttp("SSL_GET", check, draft.services);
    checkSni(draft, server, check);
  }
}

function adviseAgainstHost({ name }: Block<Connection>, { report }: Services): void {
  const message = "a host of an SMTP_CHECK is a target of its own here; keepalived makes of it a check that fails";
  report("smtp-host", name.place, message, "write a further SMTP_CHECK instead");
}
