/**
 * Stands in for HAProxy where it is not installed: answers on port 80 with the machine's name. It bears HAProxy's
 * process name, because `killall -0 haproxy` asks for that.
 */
import { createServer } from "node:http";
import { hostname } from "node:os";

process.title = "haproxy";
createServer((_, response) => response.end(hostname())).listen(80);
