import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { assertGolden, repositoryFile } from "./golden.ts";
import { readText, render } from "./reading.ts";

const directory = "test/config/problems";

for (const name of readdirSync(repositoryFile(directory)).filter((file) => file.endsWith(".conf"))) {
  test(`the problems of ${name} are told as they were`, () => {
    const text = readFileSync(repositoryFile(`${directory}/${name}`), "utf8");
    assertGolden(`${directory}/${name.replace(/\.conf$/, ".txt")}`, render(readText(text)));
  });
}
