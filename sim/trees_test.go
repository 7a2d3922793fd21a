package sim_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"grapevine/sim"
)

// Structural virality of shapes for which it is known (Goel et al. 2016): a star
// of n has 2(n-1)/n, a chain (n+1)/3; the two others are counted out.
func TestViralityOfKnownShapes(t *testing.T) {
	shape := func(n int, parent func(i int) int) []int32 {
		p := make([]int32, n)
		for i := range p {
			p[i] = int32(parent(i))
		}
		return p
	}
	for name, c := range map[string]struct {
		parent []int32
		depth  int32
		want   float64
	}{
		"star of 10":          {shape(10, func(i int) int { return min(i, 1) - 1 }), 1, 1.8},
		"chain of 10":         {shape(10, func(i int) int { return i - 1 }), 9, 11.0 / 3},
		"chain, told in turn": {[]int32{1, 2, 3, -1}, 3, 5.0 / 3},
		"binary of 15":        {shape(15, func(i int) int { return (i+1)/2 - 1 }), 3, 3.504761904761905},
		"two stars, a ray tied to the other's centre": {shape(20, func(i int) int {
			switch {
			case i == 10:
				return 9
			case i > 10:
				return 10
			}
			return min(i, 1) - 1
		}), 3, 2.7473684210526317},
		"one alone": {[]int32{-1}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			trees, _ := sim.Trees(c.parent)
			if len(trees) != 1 {
				t.Fatalf("%d trees, want 1", len(trees))
			}
			if got := trees[0].Virality(); math.Abs(got-c.want) > 1e-12 || int(trees[0].Size) != len(c.parent) || trees[0].Depth != c.depth {
				t.Errorf("%+v: virality %v, want %v, size %d, depth %d", trees[0], got, c.want, len(c.parent), c.depth)
			}
		})
	}
}

// Any forest: sizes, depths and distances are those that one finds by walking
// from everybody to everybody.
func TestTreesAgainstWalking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "customers")
		order := rapid.Permutation(many(n)).Draw(t, "order")
		parent := make([]int32, n)
		for k, i := range order { // a parent comes before in the order, or is none, or in no tree
			parent[i] = int32(rapid.IntRange(-2, k-1).Draw(t, "parent"))
			if parent[i] >= 0 {
				parent[i] = order[parent[i]]
			}
		}
		up := func(i int32) (chain []int32) { // to the root
			for {
				chain = append(chain, i)
				if p := parent[i]; p < 0 || parent[p] == -2 {
					return chain
				}
				i = parent[i]
			}
		}
		want := map[int32]sim.Tree{} // by root
		trees, depth := sim.Trees(parent)
		for i := range int32(n) {
			if parent[i] == -2 {
				if depth[i] != -1 {
					t.Fatalf("customer %d is in no tree but %d deep", i, depth[i])
				}
				continue
			}
			a := up(i)
			root := a[len(a)-1]
			w := want[root]
			w.Size++
			w.Depth = max(w.Depth, int32(len(a)-1))
			for j := range i {
				if parent[j] == -2 {
					continue
				}
				if b := up(j); b[len(b)-1] == root {
					common := 0
					for common < min(len(a), len(b)) && a[len(a)-1-common] == b[len(b)-1-common] {
						common++
					}
					w.Distance += int64(len(a) + len(b) - 2*common)
				}
			}
			want[root] = w
			if int(depth[i]) != len(a)-1 {
				t.Fatalf("customer %d is %d deep, want %d", i, depth[i], len(a)-1)
			}
		}
		if len(trees) != len(want) {
			t.Fatalf("%d trees, want %d", len(trees), len(want))
		}
		count := map[sim.Tree]int{}
		for _, tree := range trees {
			count[tree]++
		}
		for _, w := range want {
			if count[w]--; count[w] < 0 {
				t.Fatalf("no tree %+v among %+v", w, trees)
			}
		}
	})
}

func many(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

// Where parents go round in a circle, one of them is the root.
func TestTreesOfACircle(t *testing.T) {
	trees, _ := sim.Trees([]int32{1, 2, 0})
	if len(trees) != 1 || trees[0] != (sim.Tree{Size: 3, Depth: 2, Distance: 4}) {
		t.Errorf("%+v, want a chain of 3", trees)
	}
}
