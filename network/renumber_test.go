package network

import (
	"slices"
	"testing"

	"grapevine/chance"
)

// Numbered anew, a graph has the same ties between the same customers, as strong
// as they were, on any number of workers; and who arrives first is anybody.
func TestShuffled(t *testing.T) {
	g, err := (&BarabasiAlbert{Attach: 3}).Generate(2000, chance.Of(1, 0), 1)
	if err != nil {
		t.Fatal(err)
	}
	one, seven := g.Shuffled(chance.Of(2, 0), 1), g.Shuffled(chance.Of(2, 0), 7)
	if !slices.Equal(one.heads, seven.heads) {
		t.Error("seven workers number customers otherwise than one")
	}
	degrees := func(g *Graph) (all []int) {
		for i := range int32(g.Order()) {
			all = append(all, g.Degree(i))
			if !slices.IsSorted(g.Neighbours(i)) {
				t.Fatalf("ties of %d are out of order", i)
			}
		}
		return all
	}
	before, after := degrees(g), degrees(one)
	if hubs := ByDegree(one)[:20]; slices.Max(hubs) < 400 {
		t.Errorf("the largest hubs are %d: still those with the lowest numbers", hubs)
	}
	slices.Sort(before)
	slices.Sort(after)
	if !slices.Equal(before, after) {
		t.Error("other numbers of ties")
	}
	weighted := &Graph{offsets: []uint32{0, 2, 3, 4}, heads: []int32{1, 2, 0, 0}, weights: []float32{5, 7, 5, 7}}
	to := []int32{2, 0, 1} // 0–1 (5) and 0–2 (7) become 2–0 and 2–1
	r := weighted.renumbered(to, 1)
	if !slices.Equal(r.Neighbours(2), []int32{0, 1}) || !slices.Equal(r.Weights(2), []float32{5, 7}) || !slices.Equal(r.Weights(1), []float32{7}) {
		t.Errorf("%+v", r)
	}
}
