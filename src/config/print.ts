import { type Document, root } from "./keywords/root.ts";
import { printKeywords } from "./types/blocks.ts";

/**
 * The document as lines of a file without includes and definitions: what is read from it is the document again. What has to
 * stand above its users (reference: grammar, section 10.1) comes first, also if some of it was added further down.
 */
export function printDocument(document: Partial<Document>): readonly string[] {
  const { global_defs, track_group, vrrp_script, track_file, vrrp_track_process, bfd_instance, ...others } = document;
  const first = { global_defs, track_group, vrrp_script, track_file, vrrp_track_process, bfd_instance };
  return printKeywords(root, { ...first, ...others });
}
