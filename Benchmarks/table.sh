# What the HTTP stack costs by itself and what is on top of it; HTTPS; one connection. In turns, so that a bad moment of the
# machine spoils one round. Appends to $place/figures. To be sourced after servers.sh; wants $seconds and $rounds.

table() {
    certificate
    launch constant "$(dirname "$trent")/ConstantBody"
    printf 'AWS_ACCESS_KEY_ID=none\nAWS_SECRET_ACCESS_KEY=none\nexport AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY\n' \
        >>"$place/constant/env"
    start plain --log-level notice
    start secure --log-level notice --tls-certificate "$place/certificate.pem" --tls-key "$place/key.pem"
    for name in plain secure; do (use "$name" && settle); done
    for _ in $(seq "$rounds"); do round; done >"$place/rows"
    for name in constant plain secure; do stop "$name"; done
    reference=$("$(dirname "$trent")/MicroBenchmark" 3 | head -n 1 | cut -f 2)
    awk -v figures="$place/figures" -v reference="$reference" -f "$here/rounds.awk" -f "$here/table.awk" "$place/rows"
}

round() {
    (
        use constant
        load "constant body" --connections 16 --operation GenerateRandom
        load "constant body, 1 connection" --connections 1 --operation GenerateRandom
    )
    (
        use plain
        for operation in GenerateDataKey Encrypt Decrypt GenerateRandom; do
            load "$operation" --connections 16 --operation "$operation"
        done
        # Kept for all rounds: for each RSA key that is made, the server makes another pair, while others are measured.
        for spec in ECC_NIST_P256 RSA_2048; do
            load "Sign $spec" --connections 16 --operation Sign --key-spec "$spec" --prepared "$place/plain/$spec"
        done
        load "GenerateDataKey, 1 connection" --connections 1 --operation GenerateDataKey
    )
    (
        use secure
        AWS_CA_BUNDLE=$place/certificate.pem
        export AWS_CA_BUNDLE
        load "GenerateDataKey, HTTPS" --connections 16 --operation GenerateDataKey
    )
}

# Of its own authority, for 127.0.0.1.
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$place/key.pem" -out "$place/certificate.pem" 2>/dev/null
}
