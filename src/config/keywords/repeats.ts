import { atMost, notZero, uint } from "../types/numbers.ts";

/** keepalived takes any number here, and sends as many messages for each address in one go. */
const MOST = 1000;

/** How often a gratuitous ARP is sent in one burst. */
export const repeats = atMost(notZero(uint(0, 4_294_967_295), 1, "1"), MOST);

/** The same, where none at all is a choice. */
export const repeatsOrNone = atMost(uint(0, 2_147_483_647), MOST);
