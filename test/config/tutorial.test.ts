import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { repositoryFile } from "./golden.ts";
import { readText, render } from "./reading.ts";

/** The configuration as people copy it from a web page: full-width blanks behind the values, Chinese comments. */
function read(name: string): string {
  return readFileSync(repositoryFile(`test/config/tutorial/${name}`), "utf8");
}

test("the tutorial's file, full-width blanks and all, is read as its plain form, without more than its lack of security", () => {
  const copied = read("keepalived.conf");
  assert.match(copied, /state MASTER\u3000\u3000\u3000#/);
  const reading = readText(copied);
  assert.deepEqual(
    reading.problems.map(({ kind }) => kind),
    ["script-security-off"],
  );
  const plain = copied.replace(/#.*/g, "").replace(/\u3000/g, " ");
  assert.doesNotMatch(plain, /[^\p{ASCII}]/u);
  assert.deepEqual(reading.settings, readText(plain).settings);
  const [instance] = reading.settings?.instances ?? [];
  assert.deepEqual(
    [instance?.interface, instance?.initialState, instance?.priority, instance?.virtualRouterId],
    ["eno16780032", "MASTER", 120, 51],
  );
});

test("prose that was copied with it is told from configuration, line by line", () => {
  const reading = readText(read("as-copied.conf"));
  assert.equal(reading.settings, undefined);
  assert.equal(
    render(reading),
    `keepalived.conf:6:25: security: scripts are run without enable_script_security [KA0601]
                        script "killall -0 haproxy"  #注释
                        ^
  add enable_script_security (and script_user) to global_defs
keepalived.conf:12:17: error: unknown keyword \`这几行说明文字是和配置一起从网页上复制下来的,\` outside a block [KA0120]
                这几行说明文字是和配置一起从网页上复制下来的,
                ^
  if it is a comment, put \`#\` before it
keepalived.conf:13:17: error: unknown keyword \`它们不是配置，前面也没有注释符号．\` outside a block [KA0120]
                它们不是配置，前面也没有注释符号．
                ^
  if it is a comment, put \`#\` before it
`,
  );
});
