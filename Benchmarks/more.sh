# Other operations and key specs. To be sourced after servers.sh; wants $seconds.

more() {
    start more --log-level notice
    settle
    {
        for operation in ReEncrypt DescribeKey GenerateMac; do
            load "$operation" --connections 16 --operation "$operation"
        done
        for spec in ECC_NIST_P384 ECC_NIST_EDWARDS25519 ML_DSA_65; do
            load "Sign $spec" --connections 16 --operation Sign --key-spec "$spec"
        done
        load "CreateKey, 64 connections" --connections 64 --operation CreateKey
        load "CreateKey, 1 connection" --connections 1 --operation CreateKey
        load "Decrypt" --connections 16 --operation Decrypt
        # Last: the server makes another pair for the next such key.
        load "Sign RSA_4096" --connections 16 --operation Sign --key-spec RSA_4096
    } >"$place/rows"
    stop more
    start logging
    settle
    load "Decrypt, a log line for each call" --connections 16 --operation Decrypt >>"$place/rows"
    stop logging
    echo "| operation, 16 connections unless it says otherwise | requests/s | p50 | p99 | server CPU a request |"
    echo "|---|---|---|---|---|"
    awk -F '\t' '{ printf "| %s | %.0f | %.2f ms | %.2f ms | %.1f µs |\n", $1, $2, $3 / 1000, $4 / 1000, $5 }' "$place/rows"
}
