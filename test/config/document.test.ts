import { test } from "node:test";
import { renderReference } from "../../src/config/document.ts";
import { assertGolden } from "./golden.ts";

test("docs/keywords.md is what the table of keywords says", () => {
  assertGolden("docs/keywords.md", renderReference());
});
