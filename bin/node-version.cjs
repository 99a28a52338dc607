// Loaded before the program. In the JavaScript of 2015, so that a Node.js which cannot read the program can still say so.
"use strict";
const version = process.versions.node;
if (parseInt(version, 10) < 20) {
  process.stderr.write(`keepalived: Node.js 20 or newer is needed; ${process.execPath} is ${version}\n`);
  process.exit(1);
}
