# What zsh makes of lines when TAB is pressed behind them, each between =[ and ]=: FOLDER with the function, then the lines.
zmodload zsh/zpty
zpty shell zsh -f -i
folder=$1
shift

# Reads what the shell shows until this is in it.
expect() {
  local all= part
  repeat 500; do
    if zpty -r -t shell part; then all+=$part; else sleep 0.02; fi
    [[ $all == *$1* ]] && break
  done
  print -r -- $all
}

# The word is in two parts here, so that it is not found in the echo of this line.
zpty -w shell "fpath=($folder \$fpath); autoload -U compinit; compinit -u -D; zstyle ':completion:*' menu no;" \
  "show() { print -r -- \"=[\$BUFFER]=\"; BUFFER= }; zle -N show; bindkey '^X' show; bindkey '^I' complete-word; print rea''dy"
expect ready > /dev/null
for line; do
  zpty -w -n shell "$line"$'\t\x18'
  expect ']='
done
