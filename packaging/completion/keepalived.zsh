#compdef keepalived
# Made from the tables of options and commands: UPDATE=1 npm test -- config/completion writes it anew.

local -a known=(
    'status:what the running daemon does, and why'
    'doctor:what keeps the virtual address from working or from moving'
    'check:every problem of configurations, and with --together what fails over between routers'
    'explain:in plain words what a router with this configuration does'
    'diff:what a reload from one configuration to another would do'
    'reload:have the running daemon read its configuration anew, and say what that does'
    'config:the configuration as it was understood, without includes and definitions'
    'fmt:a configuration in one style, comments and definitions kept; - is the standard input'
    'install:lay the program into the system'
    'uninstall:take back what install has laid'
)
local command=$words[2]
(( CURRENT == 2 )) && _describe -t commands command known
if (( CURRENT > 2 && ${known[(I)$command:*]} )); then
    shift words
    (( CURRENT-- ))
else
    command=
fi
case $command in
    status) _arguments -s -S \
        '(--json)--json[as JSON]' \
        '(-p --pid)-p+[the pid file that the daemon was started with (/run/keepalived.pid)]:FILE:_files' \
        '(-p --pid)--pid=[the pid file that the daemon was started with (/run/keepalived.pid)]:FILE:_files' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
    doctor) _arguments -s -S \
        '*-f+[this router'\''s configuration (/etc/keepalived/keepalived.conf); further ones are peers'\'']:FILE:_files' \
        '*--use-file=[this router'\''s configuration (/etc/keepalived/keepalived.conf); further ones are peers'\'']:FILE:_files' \
        '*--peer=[another router'\''s configuration, to compare with]:FILE:_files' \
        '*--haproxy=[haproxy'\''s configuration (/etc/haproxy/haproxy.cfg, if it is there)]:FILE:_files' \
        '(-p --pid)-p+[the pid file of the daemon here, to ask what it hears (/run/keepalived.pid)]:FILE:_files' \
        '(-p --pid)--pid=[the pid file of the daemon here, to ask what it hears (/run/keepalived.pid)]:FILE:_files' \
        '(-i --config-id)-i+[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-i --config-id)--config-id=[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(--json)--json[print a JSON array of findings]' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
    check) _arguments -s -S \
        '(--together)--together[compare the routers of one network, a file each, and say what fails over]' \
        '(--format)--format=[how the problems are told (text)]:text or json or sarif:(text json sarif)' \
        '(--strict)--strict[warnings count: exit status 1]' \
        '(--elsewhere)--elsewhere[the files are for other machines: ask this one nothing]' \
        '(-i --config-id)-i+[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-i --config-id)--config-id=[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' \
        '*:FILE:_files' ;;
    explain) _arguments -s -S \
        '(-i --config-id)-i+[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-i --config-id)--config-id=[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' \
        '*:FILE:_files' ;;
    diff) _arguments -s -S \
        '(--json)--json[as JSON]' \
        '(-i --config-id)-i+[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-i --config-id)--config-id=[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' \
        '*:FILE:_files' ;;
    reload) _arguments -s -S \
        '(--dry-run)--dry-run[only say what it would do]' \
        '(-p --pid)-p+[the pid file that the daemon was started with (/run/keepalived.pid)]:FILE:_files' \
        '(-p --pid)--pid=[the pid file that the daemon was started with (/run/keepalived.pid)]:FILE:_files' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
    config) _arguments -s -S \
        '(--json)--json[as JSON, with every default and the place of each value]' \
        '(-f --use-file)-f+[read this configuration (/etc/keepalived/keepalived.conf)]:FILE:_files' \
        '(-f --use-file)--use-file=[read this configuration (/etc/keepalived/keepalived.conf)]:FILE:_files' \
        '(-i --config-id)-i+[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-i --config-id)--config-id=[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
    fmt) _arguments -s -S \
        '(-w --write)-w[write the formatted text into the files instead of printing it]' \
        '(-w --write)--write[write the formatted text into the files instead of printing it]' \
        '(--check)--check[only list the files that are not in the style]' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' \
        '*:FILE:_files' ;;
    install) _arguments -s -S \
        '(--prefix)--prefix=[where the program goes: DIR/sbin, DIR/lib/keepalived-ts, DIR/share (/usr/local)]:DIR:_files -/' \
        '(--root)--root=[take DIR for the root of the file system, to make a package (/)]:DIR:_files -/' \
        '(--init)--init=[the unit or the init script (systemd where it runs, else sysv)]:systemd or sysv:(systemd sysv)' \
        '(--dry-run)--dry-run[say what would be done, and do nothing]' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
    uninstall) _arguments -s -S \
        '(--prefix)--prefix=[where the program goes: DIR/sbin, DIR/lib/keepalived-ts, DIR/share (/usr/local)]:DIR:_files -/' \
        '(--root)--root=[take DIR for the root of the file system, to make a package (/)]:DIR:_files -/' \
        '(--init)--init=[the unit or the init script (systemd where it runs, else sysv)]:systemd or sysv:(systemd sysv)' \
        '(--dry-run)--dry-run[say what would be done, and do nothing]' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
    *) _arguments -s -S \
        '(-f --use-file)-f+[read this configuration (/etc/keepalived/keepalived.conf)]:FILE:_files' \
        '(-f --use-file)--use-file=[read this configuration (/etc/keepalived/keepalived.conf)]:FILE:_files' \
        '(-P --vrrp)-P[run only VRRP; there is nothing else yet]' \
        '(-P --vrrp)--vrrp[run only VRRP; there is nothing else yet]' \
        '(-B --no_bfd)-B[do not run BFD; there is none yet]' \
        '(-B --no_bfd)--no_bfd[do not run BFD; there is none yet]' \
        '(-l --log-console)-l[log to the console as well; only with -n]' \
        '(-l --log-console)--log-console[log to the console as well; only with -n]' \
        '(-D --log-detail)-D[log in detail]' \
        '(-D --log-detail)--log-detail[log in detail]' \
        '(-S --log-facility)-S+[0-7, local0-local7, user or daemon (daemon)]:FACILITY: ' \
        '(-S --log-facility)--log-facility=[0-7, local0-local7, user or daemon (daemon)]:FACILITY: ' \
        '(-G --no-syslog)-G[do not log to syslog]' \
        '(-G --no-syslog)--no-syslog[do not log to syslog]' \
        '(-u --umask)-u+[umask for the files it writes (0177)]:MASK: ' \
        '(-u --umask)--umask=[umask for the files it writes (0177)]:MASK: ' \
        '(-R --dont-respawn)-R[no child is started again; there are none]' \
        '(-R --dont-respawn)--dont-respawn[no child is started again; there are none]' \
        '(-n --dont-fork)-n[stay in the foreground]' \
        '(-n --dont-fork)--dont-fork[stay in the foreground]' \
        '(-p --pid)-p+[pid file (/run/keepalived.pid)]:FILE:_files' \
        '(-p --pid)--pid=[pid file (/run/keepalived.pid)]:FILE:_files' \
        '(-r --vrrp_pid)-r+[pid file of VRRP (/run/vrrp.pid)]:FILE:_files' \
        '(-r --vrrp_pid)--vrrp_pid=[pid file of VRRP (/run/vrrp.pid)]:FILE:_files' \
        '(-c --checkers_pid)-c+[pid file of the checkers; written only while there are any]:FILE:_files' \
        '(-c --checkers_pid)--checkers_pid=[pid file of the checkers; written only while there are any]:FILE:_files' \
        '(-b --bfd_pid)-b+[pid file of BFD; written only while there is any]:FILE:_files' \
        '(-b --bfd_pid)--bfd_pid=[pid file of BFD; written only while there is any]:FILE:_files' \
        '(-e --all-config)-e[an include that finds nothing is an error]' \
        '(-e --all-config)--all-config[an include that finds nothing is an error]' \
        '(-i --config-id)-i+[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(-i --config-id)--config-id=[the id that @ID lines are for (the host'\''s name)]:ID: ' \
        '(--signum)--signum=[print the number of the signal that asks for this]:STOP or RELOAD or DATA or STATS:(STOP RELOAD DATA STATS)' \
        '(-t --config-test)-t-[check the configuration, report to FILE, and end]::FILE:_files' \
        '(-t --config-test)--config-test=-[check the configuration, report to FILE, and end]::FILE:_files' \
        '(--ignore-sigint)--ignore-sigint[do not end on SIGINT]' \
        '(-v --version)-v[print the version]' \
        '(-v --version)--version[print the version]' \
        '(-h --help)-h[print this help]' \
        '(-h --help)--help[print this help]' ;;
esac
