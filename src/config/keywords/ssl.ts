import { keyword, needing } from "../schema.ts";
import { word } from "../types/text.ts";

/** `SSL { … }`: what SSL_GET shows to the servers, and whom it trusts. */
export const ssl = needing("checkers", {
  password: keyword({ type: word("password"), onChange: "restart", otherwise: "none", doc: "Pass phrase of the key." }),
  ca: keyword({ type: word("file"), onChange: "restart", otherwise: "none", doc: "Certificates of authorities, PEM." }),
  certificate: keyword({ type: word("file"), onChange: "restart", otherwise: "none", doc: "Own certificate, PEM." }),
  key: keyword({ type: word("file"), onChange: "restart", otherwise: "none", doc: "Key of the certificate, PEM." }),
});
