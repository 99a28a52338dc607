import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const PERMISSIONS = 0o7777;

/**
 * Gives a file new contents at once: nobody ever reads a half, and a crash leaves the old ones or the new ones. Mode and
 * owner stay; of a symbolic link it is the file behind it that changes. Throws the system's error, and then nothing has
 * changed.
 */
export function replaceContents(path: string, bytes: Uint8Array): void {
  const target = realpathSync(path);
  const { mode, uid, gid } = statSync(target);
  // The wildcards of an include do not find a name that begins with a dot.
  const fresh = join(dirname(target), `.${basename(target)}.${process.pid}`);
  const descriptor = openSync(fresh, "wx", 0o600);
  try {
    writeFileSync(descriptor, bytes);
    fchownSync(descriptor, uid, gid);
    fchmodSync(descriptor, mode & PERMISSIONS);
    fsyncSync(descriptor);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
