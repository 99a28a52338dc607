import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Something that is laid; `to` is an absolute path below the root. */
export type Item =
  | { readonly kind: "program" | "configuration"; readonly from: string; readonly to: string; readonly mode: number }
  | { readonly kind: "link"; readonly to: string; readonly target: string };

export type Init = "systemd" | "sysv";

/** Where everything goes. `root` is `/`, or what stands for it while a package is made. */
export type Places = { readonly prefix: string; readonly root: string; readonly init: Init };

export const PACKAGE_FOLDER = "lib/keepalived-ts";

/** What is laid where, in this order. Configuration is never overwritten, a program file by each installation. */
export function layout(places: Places): readonly Item[] {
  const { prefix, init } = places;
  const library = join(prefix, PACKAGE_FOLDER);
  const launcher = `${library}/bin/keepalived`;
  const item = (kind: "program" | "configuration", from: string, to: string, mode = 0o644): Item => ({
    kind,
    from,
    to,
    mode,
  });
  return [
    item("program", "package.json", `${library}/package.json`),
    item("program", "LICENSE", `${library}/LICENSE`),
    item("program", "bin/node-version.cjs", `${library}/bin/node-version.cjs`),
    item("program", "bin/keepalived", launcher, 0o755),
    item("program", "dist/sysio.node", `${library}/dist/sysio.node`),
    item("program", "dist/script-worker.js", `${library}/dist/script-worker.js`),
    item("program", "dist/keepalived.cjs", `${library}/dist/keepalived.cjs`),
    { kind: "link", to: programPath(places), target: relative(dirname(programPath(places)), launcher) },
    ...documents.map(([from, to]) => item("program", from, join(prefix, "share", to))),
    // It holds passwords.
    item("configuration", "packaging/keepalived.conf", "/etc/keepalived/keepalived.conf", 0o640),
    item("configuration", "packaging/keepalived.environment", environmentPath(places)),
    init === "systemd"
      ? item("program", "packaging/keepalived.service", unitPath(places))
      : item("program", "packaging/keepalived.init", scriptPath(places), 0o755),
  ];
}

/** What manual and shells look for below PREFIX/share. */
const documents = [
  ["man/keepalived.conf.5", "man/man5/keepalived.conf.5"],
  ["man/keepalived.8", "man/man8/keepalived.8"],
  ["packaging/completion/keepalived.bash", "bash-completion/completions/keepalived"],
  ["packaging/completion/keepalived.zsh", "zsh/site-functions/_keepalived"],
  ["packaging/completion/keepalived.fish", "fish/vendor_completions.d/keepalived.fish"],
] as const;

export function programPath({ prefix }: Places): string {
  return join(prefix, "sbin/keepalived");
}

/** Red Hat's place where there is one, else Debian's; both are read. */
function environmentPath({ root }: Places): string {
  return existsSync(join(root, "etc/sysconfig")) ? "/etc/sysconfig/keepalived" : "/etc/default/keepalived";
}

/** A distribution's own units lie below /usr; what an administrator installs goes before them. */
function unitPath({ prefix }: Places): string {
  return `${prefix === "/usr" ? "/usr/lib" : "/etc"}/systemd/system/keepalived.service`;
}

/** Red Hat's /etc/init.d is a link to the other one, and missing in a bare root. */
function scriptPath({ root }: Places): string {
  const folder = ["/etc/init.d", "/etc/rc.d/init.d"].find((path) => existsSync(join(root, path)));
  return `${folder ?? "/etc/init.d"}/keepalived`;
}
