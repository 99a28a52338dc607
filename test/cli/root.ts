import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Shell commands, for namespaces whose /run is their own: build at $root a file system with the system's programs and
 * nothing else of the system, this package at /package, and an interface eth0 with 192.0.2.1/24.
 */
export const MAKE_ROOT = `
set -e
package=$1 node=$2
shift 2
root=/run/root
mkdir $root
mount -t tmpfs tmpfs $root
cd $root
mkdir usr proc sys dev run tmp opt etc package
mount --bind /usr usr
mount -o remount,bind,ro usr
for name in bin sbin lib lib32 lib64; do
  if [ -L /$name ]; then cp -P /$name $name
  elif [ -d /$name ]; then mkdir $name; mount --bind /$name $name
  fi
done
# Not the machine's own /dev, which a systemd would rearrange.
for name in null zero full random urandom; do : > dev/$name; mount --bind /dev/$name dev/$name; done
mount --bind "$package" package
[ -e "$root$node" ] || { mkdir -p "$root$node"; mount --bind "$node" "$root$node"; }
cp /etc/passwd /etc/group etc
cp /etc/ld.so.* etc 2>/dev/null || :
cd /
ip link set lo up
ip link add eth0 type veth peer name eth0-peer
ip addr add 192.0.2.1/24 dev eth0
ip link set eth0 up
ip link set eth0-peer up
`;

/** For `sh -c`: its $0, $1 and $2. */
export const makeRootArguments = ["sh", home, dirname(dirname(process.execPath))];
