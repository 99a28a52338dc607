# Made from the tables of options and commands: UPDATE=1 npm test -- config/completion writes it anew.

_keepalived() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= equals=
    # The = of --option=value is a word of its own.
    if [[ $word == = ]]; then
        word= equals==
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]} equals==
    fi
    case ${COMP_WORDS[1]} in
        status | doctor | check | explain | diff | reload | config | fmt | install | uninstall) ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]} ;;
    esac
    case "$command:$before$equals" in
        :-f | :--use-file | :--use-file= | :-p | :--pid | :--pid= | :-r | :--vrrp_pid | :--vrrp_pid= | :-c | :--checkers_pid | :--checkers_pid= | :-b | :--bfd_pid | :--bfd_pid= | :--config-test= | status:-p | status:--pid | status:--pid= | doctor:-f | doctor:--use-file | doctor:--use-file= | doctor:--peer | doctor:--peer= | doctor:--haproxy | doctor:--haproxy= | doctor:-p | doctor:--pid | doctor:--pid= | reload:-p | reload:--pid | reload:--pid= | config:-f | config:--use-file | config:--use-file=) _keepalived_reply -f -- "$word"; return ;;
        :-S | :--log-facility | :--log-facility= | :-u | :--umask | :--umask= | :-i | :--config-id | :--config-id= | doctor:-i | doctor:--config-id | doctor:--config-id= | check:-i | check:--config-id | check:--config-id= | explain:-i | explain:--config-id | explain:--config-id= | diff:-i | diff:--config-id | diff:--config-id= | config:-i | config:--config-id | config:--config-id=) return ;;
        :--signum | :--signum=) _keepalived_reply -W "STOP RELOAD DATA STATS" -- "$word"; return ;;
        check:--format | check:--format=) _keepalived_reply -W "text json sarif" -- "$word"; return ;;
        install:--prefix | install:--prefix= | install:--root | install:--root= | uninstall:--prefix | uninstall:--prefix= | uninstall:--root | uninstall:--root=) _keepalived_reply -d -- "$word"; return ;;
        install:--init | install:--init= | uninstall:--init | uninstall:--init=) _keepalived_reply -W "systemd sysv" -- "$word"; return ;;
    esac
    case "$command:$word" in
        :-*) _keepalived_reply -W "-f --use-file -P --vrrp -B --no_bfd -l --log-console -D --log-detail -S --log-facility -G --no-syslog -u --umask -R --dont-respawn -n --dont-fork -p --pid -r --vrrp_pid -c --checkers_pid -b --bfd_pid -e --all-config -i --config-id --signum -t --config-test --ignore-sigint -v --version -h --help" -- "$word" ;;
        status:*) _keepalived_reply -W "--json -p --pid -h --help" -- "$word" ;;
        doctor:*) _keepalived_reply -W "-f --use-file --peer --haproxy -p --pid -i --config-id --json -h --help" -- "$word" ;;
        check:-*) _keepalived_reply -W "--together --format --strict --elsewhere -i --config-id -h --help" -- "$word" ;;
        explain:-*) _keepalived_reply -W "-i --config-id -h --help" -- "$word" ;;
        diff:-*) _keepalived_reply -W "--json -i --config-id -h --help" -- "$word" ;;
        reload:*) _keepalived_reply -W "--dry-run -p --pid -h --help" -- "$word" ;;
        config:*) _keepalived_reply -W "--json -f --use-file -i --config-id -h --help" -- "$word" ;;
        fmt:-*) _keepalived_reply -W "-w --write --check -h --help" -- "$word" ;;
        install:*) _keepalived_reply -W "--prefix --root --init --dry-run -h --help" -- "$word" ;;
        uninstall:*) _keepalived_reply -W "--prefix --root --init --dry-run -h --help" -- "$word" ;;
        :*) ((COMP_CWORD == 1)) && _keepalived_reply -W "status doctor check explain diff reload config fmt install uninstall" -- "$word" ;;
        check:*) _keepalived_reply -f -- "$word" ;;
        explain:*) _keepalived_reply -f -- "$word" ;;
        diff:*) _keepalived_reply -f -- "$word" ;;
        fmt:*) _keepalived_reply -f -- "$word" ;;
    esac
}

_keepalived_reply() {
    [[ $1 == -W ]] || compopt -o filenames 2> /dev/null
    mapfile -t COMPREPLY < <(compgen "$@")
}

complete -F _keepalived keepalived
