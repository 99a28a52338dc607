import type { Type } from "../../schema.ts";
import { jsonOfUser, printUser, type User, user } from "../../types/script.ts";
import { quoteWord } from "../../types/spelling.ts";
import { statement } from "../../types/statement.ts";
import { word } from "../../types/text.ts";

/** A named pipe, and whom it belongs to. */
export type Fifo = { readonly path: string; readonly user?: User };

const path = word("path");

export const fifo: Type<Fifo> = {
  syntax: `${path.syntax} [${user.syntax}]`,
  schema: {
    type: "object",
    properties: { path: { type: "string" }, user: { type: "string" }, group: { type: "string" } },
  },
  examples: {
    good: ["/run/keepalived.fifo", '"/run/keepalived fifo" root', "/run/keepalived.fifo root adm"],
    bad: [""],
  },
  json: ({ path, user }) => ({ path, ...(user && jsonOfUser(user)) }),
  print: ({ path, user }) => statement([quoteWord(path), ...(user ? [printUser(user)] : [])].join(" ")),
  read: (words) => {
    const name = path.read(words, undefined);
    if (name === undefined || words.rest.text.trim() === "") return name === undefined ? undefined : { path: name };
    const owner = user.read(words, undefined);
    return owner === undefined ? undefined : { path: name, user: owner };
  },
};
