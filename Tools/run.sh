#!/bin/sh
# Serves ./data on 127.0.0.1:4599 and, once it does, says how to use it: Tools/run.sh TRENT
set -eu

trent=$1
data=./data
listen=127.0.0.1:4599

# Waits beside the server, which takes this shell's place and with it its process id.
greet() {
    while kill -0 $$ 2>/dev/null; do
        if [ -f "$data/credentials" ] && curl --silent --fail --output /dev/null "http://$listen/-/ready"; then
            # If the address belongs to another server, this one is about to end.
            sleep 0.2
            kill -0 $$ 2>/dev/null && say
            return
        fi
        sleep 0.1
    done
}

say() {
    echo
    echo "Trent serves. Point any AWS client at it, in another terminal:"
    echo
    "$trent" env --data-dir "$data" --listen "$listen"
    echo
    echo "and try:"
    echo
    echo "aws kms create-key --description 'my first key'"
    echo
}

greet &
exec "$trent" serve --data-dir "$data" --listen "$listen"
