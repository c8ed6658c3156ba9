import Records
import Testing

@Suite struct MarkerTests {
    @Test(arguments: ["", "a", "alias/ä", String(repeating: "x", count: 300)])
    func aMarkerNamesThePlaceItWasMadeOf(place: String) {
        #expect(Marker.place(of: Marker.make(after: place)) == place)
    }

    @Test(arguments: ["", "x", "AA", "????", "AmE="]) func whatWasNotMadeHereNamesNone(text: String) {
        #expect(Marker.place(of: text) == nil)
    }
}
