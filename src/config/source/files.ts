/** The files of the configuration, as far as this module needs them. Paths are taken as they are written in the files. */
export type Files = {
  read(path: string): FileText;
  /** The names in a directory, in any order; none if it is no directory or cannot be read. */
  list(directory: string): readonly string[];
};

/** A directory, a pipe and an executable file count as unreadable: keepalived takes none of them for a configuration. */
export type FileText =
  | {
      readonly kind: "text";
      readonly text: string;
      /** The same for all names of one file; absent: the path. */
      readonly identity?: string;
    }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };
