package scenarios

import "testing"

func BenchmarkLoad(b *testing.B) {
	b.Run("preset=cc-vs-ba", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load("cc-vs-ba", nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
