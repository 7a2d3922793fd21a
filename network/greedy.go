package network

import (
	"container/heap"

	"grapevine/chance"
)

var reaches = chance.NewPurpose("network: who would have reached a customer")

// Greedy returns k customers who together reach the most when a word passes
// each tie with a probability, once (the independent cascade of Kempe,
// Kleinberg & Tardos 2003): each next one is who adds most to those before,
// which comes to at least 63 % of the best there is. All are returned if there are
// fewer.
//
// For each of many customers drawn at random it plays out backwards who would
// have reached them (Borgs, Brautbar, Chayes & Lucier 2014); who covers most
// of these sets is found lazily, since what somebody adds can only fall
// (CELF: Leskovec et al. 2007). It takes a time that depends on how far words
// go, not on the size of the graph.
func Greedy(g *Graph, k int, pass float64, luck chance.Luck) []int32 {
	n := g.Order()
	sets, in := reachedFrom(g, pass, luck)
	q := make(gains, 0, n)
	for i := range int32(n) {
		q = append(q, gain{i, len(in[i])})
	}
	heap.Init(&q)
	covered := make([]bool, sets)
	all := make([]int32, 0, min(k, n))
	for len(all) < k && len(q) > 0 {
		best := &q[0]
		adds := 0
		for _, s := range in[best.who] {
			if !covered[s] {
				adds++
			}
		}
		if adds < best.adds {
			best.adds = adds
			heap.Fix(&q, 0)
			continue
		}
		for _, s := range in[best.who] {
			covered[s] = true
		}
		all = append(all, best.who)
		heap.Pop(&q)
	}
	return all
}

// Greedy judges by so many sets, or by fewer when they are large and hold so
// many customers together.
const (
	mostSets    = 20_000
	mostMembers = 4_000_000
)

// reachedFrom plays cascades out backwards. It returns how many, and for each
// customer in which of them the customer stands.
func reachedFrom(g *Graph, pass float64, luck chance.Luck) (sets int, in [][]int32) {
	back := g.Reverse()
	n := g.Order()
	in = make([][]int32, n)
	seen := make([]int32, n) // the last set a customer was put into, from 1
	var set []int32
	members := 0
	for sets < mostSets && members < mostMembers && n > 0 {
		draw := luck.Rand(reaches, uint32(sets))
		root := int32(draw.IntN(n))
		set = append(set[:0], root)
		seen[root] = int32(sets + 1)
		for at := 0; at < len(set); at++ {
			for _, j := range back.Neighbours(set[at]) {
				if seen[j] != int32(sets+1) && draw.Float64() < pass {
					seen[j] = int32(sets + 1)
					set = append(set, j)
				}
			}
		}
		for _, i := range set {
			in[i] = append(in[i], int32(sets))
		}
		members += len(set)
		sets++
	}
	return sets, in
}

// gain is how many sets a customer added when last looked at.
type gain struct {
	who  int32
	adds int
}

// gains is a heap with the largest gain first, and among equals the customer
// with the smallest number.
type gains []gain

func (q gains) Len() int { return len(q) }
func (q gains) Less(a, b int) bool {
	return q[a].adds > q[b].adds || q[a].adds == q[b].adds && q[a].who < q[b].who
}
func (q gains) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *gains) Push(x any)   { *q = append(*q, x.(gain)) }
func (q *gains) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
