package telephony

import "testing"

func BenchmarkDecode(b *testing.B) {
	frame := []byte(stasisStartFrame)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := decode(frame); err != nil {
			b.Fatal(err)
		}
	}
}
