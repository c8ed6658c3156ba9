/// A private key in PKCS #8, wrapped with AES-KWP (RFC 5649), and its public half: made with Python's `cryptography`.
struct WrappedKey: Sendable {
    /// Base64.
    var wrapped: String
    /// SubjectPublicKeyInfo, in base64.
    var publicKey: String

    static let aesKey = [UInt8](0..<32)

    static let rsa2048 = WrappedKey(
        wrapped:
            "U/Ulrr/aI2HWwjdcBd8NuZyVLmV2pY0NvfFmUI7CDihH+Uqekey0VuGjvtMsqpJbQGHp0BzXJoxkwIklbNtCBpYGLPRI9CIO//J+"
            + "4KYh8fHe3cukt5NHnoqoxdmZmTZDYxN1QTdfIDza2+9G0Kbzow0wBR+9H9VepL22iNSfsduMaA93TtEJ8RZULJYJp884zJ01sU2f"
            + "8T6j9sW64cRiiR0YJsUQ35kvFyI+abZLWj+MPNT0zuVJzHzELv4ZgjaGs3OOTzxwTjywpiAPTedsMkz41Yos3FCpwktw8dcXaGla"
            + "QUgoYRDl3H6z67wCnakDrmBmM5qL4GMoa3SKVJpfwhjzXSm/4FmoZQf6S0DWVZPD+fy/vo42J623lQ7OGC8MGdnEJa/x0Wo6a1UM"
            + "WZ9wGX2KEu72n581QYv/MqkcKUiD1OyJnA+KWHpFBNc08+BQIlNZ9vbRQiqkg3CBHg5Y27XtKdus1P+cQGRweWRCgWIk+F7uN8jw"
            + "firSmQtirkkIbm0bJxoMhupvC1XC1SIIdNj8RuilP8GTji8KWTTba/gl+T0XFQiI7kC+seSNOzxknPyPWDxmwhvl15P8Wh/IegjY"
            + "nIUwHwoOBy1nhfMR5B1eSJr+Lk9nTYdiLhFZwPlFJHtYUPxBvP64cLdMynyhIrnkiHJ3VtpbKbTxj38QM9xqgdWrh4hO9MoaWJwq"
            + "ZThwK/QZANkg6YBWlP4EhbbfYggblP1Kp99vQXyQgTnPHWE2dEOlx0ncdoAAAGaNWXKserc3B3YnVfHq8RvDuM2DdzQ+NP4TxFrm"
            + "fRBFHs63QI3PZ+bJQMT8KIRA2JaALZYUMR5fpWjqfCXQypaPzpNwQdTY7vh3BJIZpW1WK+uWSWOTqExhBrkAt4rAfXWmFJOujdws"
            + "IqYISgy1gd7GciZJREbMGoAooDJ0Pz8Mucf9kyfpKp6p9KeC++69hltVg+YsfCEmWlXk+h0qWPJ49fEL+7NldyyJ2B2rdqs/MVlk"
            + "6Gr4CHyfcowN/0SgalUKrJOOJ9Sbm1ciOMV1dlXIjqzpTcwZOoVRjGJ5LSrln5EZtNhrbuQgd0d2kwdvLfVan9bcFMeWptyshygA"
            + "4yGmBcCfqxzTds0jPkqzoibWgA7kZy8xN+udpPFjnwd+tvDJm/Yrdfo+6ZnlfPuKqjNYCk+3igLZXQZHB6f2GpaAE2Wu1REBa/c+"
            + "0WlLbmEUV0yLvEb4wpiveQiqbXu4e/WRQ5d8K1PSFdi+d72Gv/zHM4lyaBpLIcYnVZyaUOmvYX0SxgGiDT9PoPlKTR1WjUM98w4M"
            + "h0Wm3L9gzrqph8KNfeci+79SFktbz5Uz9faEFrc059ij9TaIxNcf1WYHVixMDPADoLwUiWGAtwwMwwIH7B8UpD27vxXYad50kMf3"
            + "U8rsLnPorrUQkRBARNLtiTQ+L5/kaTRpPxUGPTAqfgMhdToDrAzQnTvhTbwspxTzF9pY2gRBSmVPzPC51VbvXaD7wIGiYJcTxay0"
            + "ZSWJxp5TrBuzDrvRSN3D2zJ8hiQUxum82veRyCywiYiu9mAWv0SIFOGsdC6k3fdmun12nwKG7eAx0Y5HlDWsOER68k2Fjq51CMDr"
            + "+9apHv8WTxW1uwbrEvvB5r1aDppyqNzt1Nz0IFf+KxI=",
        publicKey:
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6q4Q4xJLS69+cdI0u6OJQtrisTJToUIDkK8wuJfcqFhPGAQ7DyBPTKe3"
            + "q4AA8Gye1sq7YsM8fMYdZ86+7+uutiShL90hbzGE30atVWUXaJEIEZ34W8zgLUZmD7rAjDf1weJC9d3ocD9lphmO8LfAKll2LNV3"
            + "UnPhU3c36h18g8JeEgmv0OfAPcgr1bIidwckksMrnNA5SMoRlmcf+tB5k7cTSKQocw41LYZ/fgf7X0rGHo9zZlWT8u1DY9tWrhhs"
            + "07dNZ+hjnR+Ouu85mqVTzg8ltNEDBfqEvgmMyQhBLQREi06AJFGCN/o1Zke+OhH04/ZFyRaWozRvz/JsvjVbswIDAQAB")

    static let eccNistP256 = WrappedKey(
        wrapped:
            "empyZlmF1zWsGgmjnJuJvjBC0/Dib4dkdJD7YJsb5Bk2lfAR7cVeCZDVYHvuL53TUvqIiLY8YSIny8E6WzoBkJnXMYjyBV4+wr1f"
            + "wfHtM2cLZxKmyMQMaGuOTvMPt7T9mcGtfhKdodTA0PNO/x9oizVFil/h43BmT2+WW+LeMYv3KU93+szDBK5xcnpG6ANO+DVLCQ6v"
            + "XIU=",
        publicKey:
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMin6kiX569f3OTXDaRBLltuVUbV66oaB2MC7XVW6SCezWm5/vN7zesz4O5+eXBla"
            + "n8lbSN/aaHy8Mluqu5YrnQ==")
}
