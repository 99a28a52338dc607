// Answers for each file that stdin names, as runner.ts reads it, what `keepalived -t -f FILE` answers, one after the other.
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chdir, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { run } from "../../../src/cli/run.ts";

const reports = mkdtempSync(join(tmpdir(), "reports-"));
const files = (await text(stdin)).trimEnd().split("\n");
for (const [index, file] of files.entries()) {
  chdir(dirname(file));
  const report = join(reports, `${index}`);
  const status = await run([`--config-test=${report}`, "-f", file]);
  const said = existsSync(report) ? readFileSync(report, "utf8").replaceAll("\0", "") : "";
  stdout.write(`${file}\0${status}\0${said}\0`);
}
