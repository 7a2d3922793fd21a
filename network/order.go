package network

import (
	"slices"

	"grapevine/chance"
)

// ByDegree returns all customers, those with most ties first; equal ones by
// number.
func ByDegree(g *Graph) []int32 {
	all := make([]int32, g.Order())
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortStableFunc(all, func(a, b int32) int { return g.Degree(b) - g.Degree(a) })
	return all
}

var purposeFriends = chance.NewPurpose("network: friends of random people")

// FriendsOfRandom returns k different customers, each a random tie of a random
// customer: people with more ties than most (Feld 1991), found without
// knowing the graph. Where ties run out, random customers stand in.
func FriendsOfRandom(g *Graph, k int, luck chance.Luck) []int32 {
	rng := luck.Rand(purposeFriends, 0)
	k = min(k, g.Order())
	taken := make(map[int32]bool, k)
	all := make([]int32, 0, k)
	for tries := 0; len(all) < k; tries++ {
		i := int32(rng.IntN(g.Order()))
		if ties := g.Neighbours(i); len(ties) > 0 && tries < 20*g.Order() {
			i = ties[rng.IntN(len(ties))]
		}
		if !taken[i] {
			taken[i] = true
			all = append(all, i)
		}
	}
	return all
}
