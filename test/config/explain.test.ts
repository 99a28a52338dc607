import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { explain } from "../../src/config/explain/explain.ts";
import { assertGolden, repositoryFile } from "./golden.ts";
import { readText } from "./reading.ts";

const directory = "test/config/explain";

for (const name of readdirSync(repositoryFile(directory)).filter((file) => file.endsWith(".conf"))) {
  test(`${name} is explained as it was`, () => {
    const text = readFileSync(repositoryFile(`${directory}/${name}`), "utf8");
    assertGolden(`${directory}/${name.replace(/\.conf$/, ".txt")}`, explain(readText(text)));
  });
}
