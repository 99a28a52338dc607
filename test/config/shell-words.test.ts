import assert from "node:assert/strict";
import { test } from "node:test";
import { findShellWord } from "../../src/config/rules/shell-words.ts";

test("what only a shell would understand is found among the arguments", () => {
  const found: readonly (readonly [string, string])[] = [
    ["ss -ltn | grep :80", "|"],
    ["iptables -L -n| grep :80", "-n|"],
    ["[[ -f /run/down ]] && exit 1", "&&"],
    ["/bin/echo master > /run/state", ">"],
    ["/bin/echo master >/run/state", ">/run/state"],
    ["/usr/bin/curl http://10.0.0.1/ 2>&1", "2>&1"],
    ["/usr/bin/curl http://10.0.0.1/ &>/dev/null", "&>/dev/null"],
    ["/sbin/ip address add 192.0.2.1/32 dev lo;", "lo;"],
    ["/sbin/ip address add 192.0.2.1/32 dev lo ;", ";"],
  ];
  for (const [command, word] of found) assert.equal(findShellWord(command.split(" ")), word, command);
});

test("arguments that only look like a shell's are left alone", () => {
  const commands = [
    ["/bin/sh", "-c", "pidof nginx || exit 1"],
    ["/usr/bin/cut", "-d", "|", "-f", "1", "/run/state"],
    ["/usr/bin/mysql", "-e", "status;"],
    ["/usr/bin/psql", "-h", "/run", "select 1;"],
    ["/usr/bin/find", "/run/x", "-exec", "true", ";"],
    ["/usr/bin/curl", "http://10.0.0.1/?a=1&b=2"],
    ["/usr/bin/test", "1", "-gt", "0"],
    [],
  ];
  for (const command of commands) assert.equal(findShellWord(command), undefined, command.join(" "));
});
