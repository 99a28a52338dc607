// What the bundle has in place of node:module, of which it needs only this: a bundle has a `require` of its own, and the
// real module takes 3 ms to load.
module.exports = { createRequire: () => require };
