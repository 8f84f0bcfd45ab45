#!/usr/bin/env bash
# A bot in bash, with nc and jq: says again what somebody says to it after "!echo".
#
#     examples/echo_bot.sh localhost 5000

set -eu
coproc chat { nc "$1" "$2"; }

echo '/mode json' >&"${chat[1]}"
while IFS= read -r line; do
  # Lines that are no JSON are text, from before the mode changed.
  answer=$(jq -Rc 'fromjson?
    | select(.type == "said" and (.text | startswith("!echo ")))
    | {do: "say", room, text: .text[6:]}' <<<"$line")
  if [ -n "$answer" ]; then echo "$answer" >&"${chat[1]}"; fi
done <&"${chat[0]}"
