import { writeSync } from "node:fs";

// Loaded before a program under test: at its end it writes to descriptor 3 how much memory it had at most, in KiB.
process.on("exit", () => writeSync(3, `${process.resourceUsage().maxRSS}`));
