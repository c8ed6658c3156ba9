extension TestKey {
    static let rsaModulus =
        "7FaFB3aArPUDp0F_j3RUkTIQQJRByx64UI-whBTHbsSzkAn-CUELqIt6CnAcXKKs9aFmotmuCg8RRWO9JuDxEHfXi7oXEKhu"
        + "0qZs_xNq2ApnEBqsWz8rhOx0zccDJz3DpJH3HHboycrwEbzygRwywsB3HSaCryzJ9CzL5EJU0-DM8DS1PUv7vLoQam0zM8a1"
        + "6KGky80ubOE2-n_prwhFHVtxpVSwPQd1TiisJbuYmMqer1LjJUV0LG2s89YWxdZ5ef1AQfBYC_1q_bxPyAg7U_39_xQKkYC4"
        + "ZgNhHk147mO3dWng1pIQx7sPvYLSzVpvbNBd5ScaMRBIASctkkXqEw"

    static let rsaPEM = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEA7FaFB3aArPUDp0F/j3RUkTIQQJRByx64UI+whBTHbsSzkAn+
        CUELqIt6CnAcXKKs9aFmotmuCg8RRWO9JuDxEHfXi7oXEKhu0qZs/xNq2ApnEBqs
        Wz8rhOx0zccDJz3DpJH3HHboycrwEbzygRwywsB3HSaCryzJ9CzL5EJU0+DM8DS1
        PUv7vLoQam0zM8a16KGky80ubOE2+n/prwhFHVtxpVSwPQd1TiisJbuYmMqer1Lj
        JUV0LG2s89YWxdZ5ef1AQfBYC/1q/bxPyAg7U/39/xQKkYC4ZgNhHk147mO3dWng
        1pIQx7sPvYLSzVpvbNBd5ScaMRBIASctkkXqEwIDAQABAoIBADX2e2F82VykhTUH
        a4zhzv1oJPXZ5Dvww70BUhiWdgMAvs9AuNR8GaFeV3tSpecw7bUYKUs90NNTJWpm
        n6Xk7qYH9xtcXi/bhZJrla+YS2kQ1v+CV6BuCA3Nv83MhxfKroVBHt9M91I8GBy0
        u9pnCeAV+hyZ0nUVEPfD0rpHuv61gUBtf56XZWLDzgw3HgTPe8BDZYBgHgt19GoZ
        1CP9VmcuocS3IViNNJgldSlu90MnEOYbyLkZAR4DFbEFez+kSa0s5Zt6qxhsjEZU
        deFoe1sMGhD2o7uuHFB9oJ9Z60yB5NB1KGPyd13d8R3tjh5RZZmEM+e6rqcJMHWy
        uLLtMEECgYEA+JhsEWwBeMFeyfd4xySA83FxCpWWoWkm4hUp3Jngk94ZpamezpYB
        WF4QUzc1EhWqam8DvsXiOlob9C934RBiUoToByuNlMH4ELJsX3Bcyv8SJ9q4OX2R
        WnhgKIgVuu7iYfrmLaOdd2QE65M8IgBrd/cKMRSWAEhU4Do++Gs5JskCgYEA82Ch
        +cPlO/tnlC+q0hdj3BAlwpcD3t15mR7ZIFla+YBRLXCkvQwfAJWYJ2ggAQkkYKSM
        eeVqB/PHSoXnnUtBw7Uf2cG7Z75/FE7+tS+qZjZGAmYKTbgjPNTmmz9V3/d6d9vt
        IzOXRWtI8WRCg/r+6ZZQ/z2reYvOO4VuxSvgS/sCgYAnJ0qOC+bHcB1PzgxVwSgW
        L53QPvM0hO082nx3ZDz8zRRZBTgf7XxUwKvtj1pqeMMYdFewqlYRPrP8Z6WH6x6x
        RIGO74sjDNHXP2LWPUpAJqBjao1tcJt+Fkt+1sAlaw54xB2Qvp5EeZpUyCHGcS57
        /Iq8ZDOj48CKeGIGmkysEQKBgQCfnwY9EO09DONfPnAzwKF/CJwrZu5j8jA5bBEN
        9W0EbNNRESsKznNa58JWPiWXaE6Sj/mOTRfgxVM1HmPNNzmXyShtonFuVnN0d2b4
        oJ2K0hfSpOgnFxkNYbkpoz2IWgDZscVzK/gP0JCTuaUieLFNtIfFD8ZyPm5xfU8s
        RF2klwKBgHpqrjTjnrx2eWBc94rJJWjTF9iEXWT89fMtpklBBlZBm7M9GQFFWXk7
        xFAe654G3XgfDtFLuxfKbL0RCb6IoavIA6sQam3WuaQZ4gK76ta+h+bUDPWcq8kc
        NWUDLsmmBMsfvu5WxV6BXCs98ShSBKE8XMFZF+GtkKJHNXvvU/Oa
        -----END RSA PRIVATE KEY-----
        """
}
