# Made from the tables of options and commands: UPDATE=1 npm test -- config/completion writes it anew.

function __keepalived_begins
    test (count (commandline -opc)) -eq 1
end

function __keepalived_runs
    set -l words (commandline -opc)
    set -l command daemon
    contains -- "$words[2]" status doctor check explain diff reload config fmt install uninstall; and set command $words[2]
    test $command = $argv[1]
end

complete -c keepalived -f
complete -c keepalived -n __keepalived_begins -a status -d 'what the running daemon does, and why'
complete -c keepalived -n __keepalived_begins -a doctor -d 'what keeps the virtual address from working or from moving'
complete -c keepalived -n __keepalived_begins -a check -d 'every problem of configurations, and with --together what fails over between routers'
complete -c keepalived -n __keepalived_begins -a explain -d 'in plain words what a router with this configuration does'
complete -c keepalived -n __keepalived_begins -a diff -d 'what a reload from one configuration to another would do'
complete -c keepalived -n __keepalived_begins -a reload -d 'have the running daemon read its configuration anew, and say what that does'
complete -c keepalived -n __keepalived_begins -a config -d 'the configuration as it was understood, without includes and definitions'
complete -c keepalived -n __keepalived_begins -a fmt -d 'a configuration in one style, comments and definitions kept; - is the standard input'
complete -c keepalived -n __keepalived_begins -a install -d 'lay the program into the system'
complete -c keepalived -n __keepalived_begins -a uninstall -d 'take back what install has laid'
complete -c keepalived -n '__keepalived_runs daemon' -s f -l use-file -r -F -d 'read this configuration (/etc/keepalived/keepalived.conf)'
complete -c keepalived -n '__keepalived_runs daemon' -s P -l vrrp -d 'run only VRRP; there is nothing else yet'
complete -c keepalived -n '__keepalived_runs daemon' -s B -l no_bfd -d 'do not run BFD; there is none yet'
complete -c keepalived -n '__keepalived_runs daemon' -s l -l log-console -d 'log to the console as well; only with -n'
complete -c keepalived -n '__keepalived_runs daemon' -s D -l log-detail -d 'log in detail'
complete -c keepalived -n '__keepalived_runs daemon' -s S -l log-facility -r -f -d '0-7, local0-local7, user or daemon (daemon)'
complete -c keepalived -n '__keepalived_runs daemon' -s G -l no-syslog -d 'do not log to syslog'
complete -c keepalived -n '__keepalived_runs daemon' -s u -l umask -r -f -d 'umask for the files it writes (0177)'
complete -c keepalived -n '__keepalived_runs daemon' -s R -l dont-respawn -d 'no child is started again; there are none'
complete -c keepalived -n '__keepalived_runs daemon' -s n -l dont-fork -d 'stay in the foreground'
complete -c keepalived -n '__keepalived_runs daemon' -s p -l pid -r -F -d 'pid file (/run/keepalived.pid)'
complete -c keepalived -n '__keepalived_runs daemon' -s r -l vrrp_pid -r -F -d 'pid file of VRRP (/run/vrrp.pid)'
complete -c keepalived -n '__keepalived_runs daemon' -s c -l checkers_pid -r -F -d 'pid file of the checkers; written only while there are any'
complete -c keepalived -n '__keepalived_runs daemon' -s b -l bfd_pid -r -F -d 'pid file of BFD; written only while there is any'
complete -c keepalived -n '__keepalived_runs daemon' -s e -l all-config -d 'an include that finds nothing is an error'
complete -c keepalived -n '__keepalived_runs daemon' -s i -l config-id -r -f -d 'the id that @ID lines are for (the host\'s name)'
complete -c keepalived -n '__keepalived_runs daemon' -l signum -r -f -a 'STOP RELOAD DATA STATS' -d 'print the number of the signal that asks for this'
complete -c keepalived -n '__keepalived_runs daemon' -s t -l config-test -F -d 'check the configuration, report to FILE, and end'
complete -c keepalived -n '__keepalived_runs daemon' -l ignore-sigint -d 'do not end on SIGINT'
complete -c keepalived -n '__keepalived_runs daemon' -s v -l version -d 'print the version'
complete -c keepalived -n '__keepalived_runs daemon' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs status' -l json -d 'as JSON'
complete -c keepalived -n '__keepalived_runs status' -s p -l pid -r -F -d 'the pid file that the daemon was started with (/run/keepalived.pid)'
complete -c keepalived -n '__keepalived_runs status' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs doctor' -s f -l use-file -r -F -d 'this router\'s configuration (/etc/keepalived/keepalived.conf); further ones are peers\''
complete -c keepalived -n '__keepalived_runs doctor' -l peer -r -F -d 'another router\'s configuration, to compare with'
complete -c keepalived -n '__keepalived_runs doctor' -l haproxy -r -F -d 'haproxy\'s configuration (/etc/haproxy/haproxy.cfg, if it is there)'
complete -c keepalived -n '__keepalived_runs doctor' -s p -l pid -r -F -d 'the pid file of the daemon here, to ask what it hears (/run/keepalived.pid)'
complete -c keepalived -n '__keepalived_runs doctor' -s i -l config-id -r -f -d 'the id that @ID lines are for (the host\'s name)'
complete -c keepalived -n '__keepalived_runs doctor' -l json -d 'print a JSON array of findings'
complete -c keepalived -n '__keepalived_runs doctor' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs check' -l together -d 'compare the routers of one network, a file each, and say what fails over'
complete -c keepalived -n '__keepalived_runs check' -l format -r -f -a 'text json sarif' -d 'how the problems are told (text)'
complete -c keepalived -n '__keepalived_runs check' -l strict -d 'warnings count: exit status 1'
complete -c keepalived -n '__keepalived_runs check' -l elsewhere -d 'the files are for other machines: ask this one nothing'
complete -c keepalived -n '__keepalived_runs check' -s i -l config-id -r -f -d 'the id that @ID lines are for (the host\'s name)'
complete -c keepalived -n '__keepalived_runs check' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs check' -F
complete -c keepalived -n '__keepalived_runs explain' -s i -l config-id -r -f -d 'the id that @ID lines are for (the host\'s name)'
complete -c keepalived -n '__keepalived_runs explain' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs explain' -F
complete -c keepalived -n '__keepalived_runs diff' -l json -d 'as JSON'
complete -c keepalived -n '__keepalived_runs diff' -s i -l config-id -r -f -d 'the id that @ID lines are for (the host\'s name)'
complete -c keepalived -n '__keepalived_runs diff' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs diff' -F
complete -c keepalived -n '__keepalived_runs reload' -l dry-run -d 'only say what it would do'
complete -c keepalived -n '__keepalived_runs reload' -s p -l pid -r -F -d 'the pid file that the daemon was started with (/run/keepalived.pid)'
complete -c keepalived -n '__keepalived_runs reload' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs config' -l json -d 'as JSON, with every default and the place of each value'
complete -c keepalived -n '__keepalived_runs config' -s f -l use-file -r -F -d 'read this configuration (/etc/keepalived/keepalived.conf)'
complete -c keepalived -n '__keepalived_runs config' -s i -l config-id -r -f -d 'the id that @ID lines are for (the host\'s name)'
complete -c keepalived -n '__keepalived_runs config' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs fmt' -s w -l write -d 'write the formatted text into the files instead of printing it'
complete -c keepalived -n '__keepalived_runs fmt' -l check -d 'only list the files that are not in the style'
complete -c keepalived -n '__keepalived_runs fmt' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs fmt' -F
complete -c keepalived -n '__keepalived_runs install' -l prefix -r -f -a '(__fish_complete_directories)' -d 'where the program goes: DIR/sbin, DIR/lib/keepalived-ts, DIR/share (/usr/local)'
complete -c keepalived -n '__keepalived_runs install' -l root -r -f -a '(__fish_complete_directories)' -d 'take DIR for the root of the file system, to make a package (/)'
complete -c keepalived -n '__keepalived_runs install' -l init -r -f -a 'systemd sysv' -d 'the unit or the init script (systemd where it runs, else sysv)'
complete -c keepalived -n '__keepalived_runs install' -l dry-run -d 'say what would be done, and do nothing'
complete -c keepalived -n '__keepalived_runs install' -s h -l help -d 'print this help'
complete -c keepalived -n '__keepalived_runs uninstall' -l prefix -r -f -a '(__fish_complete_directories)' -d 'where the program goes: DIR/sbin, DIR/lib/keepalived-ts, DIR/share (/usr/local)'
complete -c keepalived -n '__keepalived_runs uninstall' -l root -r -f -a '(__fish_complete_directories)' -d 'take DIR for the root of the file system, to make a package (/)'
complete -c keepalived -n '__keepalived_runs uninstall' -l init -r -f -a 'systemd sysv' -d 'the unit or the init script (systemd where it runs, else sysv)'
complete -c keepalived -n '__keepalived_runs uninstall' -l dry-run -d 'say what would be done, and do nothing'
complete -c keepalived -n '__keepalived_runs uninstall' -s h -l help -d 'print this help'
