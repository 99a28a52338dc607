import { test } from "node:test";
import { renderProblemList } from "../../src/config/document/problems.ts";
import { renderReference } from "../../src/config/document/reference.ts";
import { assertGolden } from "./golden.ts";

test("docs/keywords.md is what the table of keywords says", () => {
  assertGolden("docs/keywords.md", renderReference());
});

test("docs/problems.md is what the catalogue says", () => {
  assertGolden("docs/problems.md", renderProblemList());
});
