package network

import (
	"math/rand/v2"
	"slices"
	"testing"

	"grapevine/chance"
)

// A stream has the draws of rand.PCG, one by one or many at once.
func TestStreamIsPCG(t *testing.T) {
	luck := chance.Of(4, 2)
	want := rand.NewPCG(luck.Bits(pairings, 7, 0))
	one, many := newStream(luck, pairings, 7), newStream(luck, pairings, 7)
	var words [300]uint64
	many.words(words[:])
	for k, word := range words {
		if w := want.Uint64(); one.word() != w || word != w {
			t.Fatalf("draw %d differs from %d", k, w)
		}
	}
	var below [300]uint16
	many.manyBelow(1000, below[:])
	for k, got := range below {
		if w := chance.Below(want.Uint64(), 1000); int(got) != w {
			t.Fatalf("draw %d below 1,000 is %d, want %d", k, got, w)
		}
	}
}

// Rows come out in ascending order, each head once, whatever order they came
// in; the copies are told, those of long rows in wild disorder too.
func TestSettle(t *testing.T) {
	draw := newStream(chance.Of(1, 0), pairings, 0)
	for _, length := range []int{0, 1, 2, 5, 40, 1000, 20_000} {
		for _, below := range []int{1, 10, 1 << 20} {
			row := make([]int32, length)
			for k := range row {
				row[k] = int32(draw.below(below))
			}
			want := slices.Sorted(slices.Values(row))
			to := make([]int32, length)
			kept, copies := settle(to, row, nil)
			if got := slices.Sorted(slices.Values(append(slices.Clone(copies), to[:kept]...))); !slices.Equal(got, want) {
				t.Fatalf("%d heads below %d: some are lost", length, below)
			}
			if !slices.Equal(to[:kept], slices.Compact(want)) || !slices.IsSorted(copies) {
				t.Fatalf("%d heads below %d: not in order, or not once each", length, below)
			}
		}
	}
}
