package network

import (
	"slices"

	"grapevine/chance"
)

var (
	acquaintances = chance.NewPurpose("network: whose friends are asked")
	shuffles      = chance.NewPurpose("network: a random order of customers")
)

// ByDegree returns all customers, those with most ties first, and among equals
// in the order of their numbers. It takes O(customers).
func ByDegree(g *Graph) []int32 {
	degrees := make([]int32, g.Order())
	for i := range degrees {
		degrees[i] = int32(g.Degree(int32(i)))
	}
	return descending(degrees)
}

// descending returns all customers, those with the greatest of some counts
// first, and among equals in the order of their numbers.
func descending(counts []int32) []int32 {
	most := int32(0)
	for _, c := range counts {
		most = max(most, c)
	}
	next := make([]int, most+2)
	for _, c := range counts {
		next[most-c+1]++
	}
	for d := range most {
		next[d+1] += next[d]
	}
	all := make([]int32, len(counts))
	for i, c := range counts {
		at := &next[most-c]
		all[*at] = int32(i)
		*at++
	}
	return all
}

// AtRandom returns all customers in random order.
func AtRandom(g *Graph, luck chance.Luck) []int32 {
	all := everyone(g.Order())
	newStream(luck, shuffles, 0).shuffle(all)
	return all
}

// FriendsOfRandom returns k customers, or all if there are fewer, by asking
// random customers to name a random one they speak to, which favours those
// with many ties without knowing the graph: Cohen, Havlin & ben-Avraham
// (Physical Review Letters 91, 2003). Nobody is returned twice. When hardly
// anybody new is named any more, random customers make up the number.
func FriendsOfRandom(g *Graph, k int, luck chance.Luck) []int32 {
	n := g.Order()
	k = min(k, n)
	draw := newStream(luck, acquaintances, 0)
	named := make(map[int32]bool, k)
	all := make([]int32, 0, k)
	name := func(j int32) {
		if !named[j] && len(all) < k {
			named[j] = true
			all = append(all, j)
		}
	}
	for asked := 0; len(all) < k && asked < 20*n; asked++ {
		if friends := g.Neighbours(int32(draw.below(n))); len(friends) > 0 {
			name(friends[draw.below(len(friends))])
		}
	}
	if len(all) < k {
		for _, j := range AtRandom(g, luck) {
			name(j)
		}
	}
	return all
}

// ByBetweenness returns all customers, first those that lie on most of the
// shortest ways between others, judged by [Betweenness].
func ByBetweenness(g *Graph, samples int, luck chance.Luck, workers int) []int32 {
	score := Betweenness(g, samples, luck, workers)
	all := everyone(g.Order())
	slices.SortStableFunc(all, func(i, j int32) int {
		switch {
		case score[i] > score[j]:
			return -1
		case score[i] < score[j]:
			return 1
		}
		return 0
	})
	return all
}

// everyone returns the customers 0 … n-1.
func everyone(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
