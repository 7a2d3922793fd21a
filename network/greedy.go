package network

import (
	"math"
	"slices"

	"grapevine/chance"
)

// Seeds is a choice of customers to begin with, and how good it is for
// certain.
type Seeds struct {
	Customers []int32 // who adds most first
	Least     float64 // customers reached, at the least, with probability 1 - 1/n
	Most      float64 // that any choice of as many could reach, at the most, likewise
	Sets      int     // cascades played out backwards to find them
}

// Guarantee returns the share of the best possible choice that is reached for
// certain. That of plain greedy choice with perfect knowledge is 1 - 1/e; what
// was found may be surer than that.
func (s *Seeds) Guarantee() float64 { return s.Least / s.Most }

// BestSeeds returns k customers, or all if there are fewer, who together reach
// the most in a model: at least 1 - 1/e - epsilon of what the best choice
// reaches, with probability 1 - 1/n.
//
// It is OPIM-C of Tang, Tang, Xiao & Yuan (SIGMOD 2018): a greedy choice over
// cascades played backwards, held against as many others that it has not seen;
// of both there are more and more until the bounds are close enough. To judge a
// choice takes fewer cascades than to make it, so a quarter as many are tried
// first. It takes a time that depends on how far words go, not on the size of
// the graph alone.
func BestSeeds(g *Graph, k int, model Spread, epsilon float64, luck chance.Luck, workers int) *Seeds {
	return BestSeedsAmong(g, k, nil, model, epsilon, luck, workers)
}

// BestSeedsAmong is [BestSeeds] where only some customers may be chosen: those
// for whom among is true, or all if it is nil. The words of those who are chosen
// reach everybody, and the bounds are those for choices among them.
func BestSeedsAmong(g *Graph, k int, among []bool, model Spread, epsilon float64, luck chance.Luck, workers int) *Seeds {
	n := g.Order()
	k = min(k, n)
	if among != nil {
		candidates := 0
		for _, may := range among {
			if may {
				candidates++
			}
		}
		k = min(k, candidates)
	}
	if k == 0 {
		return &Seeds{}
	}
	delta := 1 / float64(n)
	into := g.Reverse()
	sizes := opimSizes(n, k, epsilon, delta)
	var choose, judge sets
	a := chance.Log(4 * float64(len(sizes)) / delta) // a bound above a size, and two below
	for round := 0; ; {
		size := sizes[round]
		choose.more(model, into, size, luck.Apart(1), workers)
		picked, covered, bound := cover(&choose, n, k, among)
		last := round == len(sizes)-1 || len(choose.members) > mostMembers
		if short := max(surely(k)/covered, float64(leastMembers)/float64(len(choose.members))); !last && short > 1 {
			// What is covered by few is more than chance will give again.
			round = beyond(sizes, round, float64(size)*min(1.05*short, 8))
			continue
		}
		upper := math.Sqrt(bound+a/2) + math.Sqrt(a/2)
		best := float64(upper*upper) * float64(n) / float64(size)
		for _, sets := range []int{(size + 3) / 4, size} {
			judge.more(model, into, sets, luck.Apart(2), workers)
			lower := math.Sqrt(covering(&judge, picked, n)+2*a/9) - math.Sqrt(a/2)
			least := (float64(lower*lower) - a/18) * float64(n) / float64(judge.count())
			if least/best >= 1-1/math.E-epsilon || last && sets == size {
				return &Seeds{Customers: picked, Least: max(least, float64(k)), Most: min(best, float64(n)), Sets: size + judge.count()}
			}
		}
		round = beyond(sizes, round, 2*float64(size))
	}
}

// beyond returns the first round after another that has so many sets, or the
// last.
func beyond(sizes []int, round int, sets float64) int {
	for round++; round < len(sizes)-1 && float64(sizes[round]) < sets; round++ {
	}
	return round
}

// surely is how many sets a choice must cover before it is taken, whatever the
// bounds say: with half as many the last few are mostly luck, and 50 seeds on a
// graph of friendships reach 1.5 % less than the best that is known.
func surely(k int) float64 { return float64(300 * k) }

// leastMembers is what is looked at in any case, since it takes no time: on a
// small graph the guarantee is met long before the best is told from the next.
const leastMembers = 200_000

// mostMembers bounds the memory: beyond it the bounds are as they are, and
// told.
const mostMembers = 200_000_000

// opimSizes returns the numbers of sets at which a choice may be taken. Each is
// a fourth root of 2 times the one before, where Tang et al. double: bounds are
// to hold for all of them at once, which costs little, and a search may stop
// nearer to what it needs.
func opimSizes(n, k int, epsilon, delta float64) []int {
	l6 := chance.Log(6 / delta)
	root := float64((1-1/math.E)*math.Sqrt(l6)) + math.Sqrt((1-1/math.E)*(logChoose(n, k)+l6))
	theta := 2 * float64(n) * float64(root*root) / (epsilon * epsilon * float64(k))
	most := math.Ceil(min(theta, 1e9))
	var sizes []int
	for size := theta * epsilon * epsilon * float64(k) / float64(n); size < most; size *= 1.189207115002721 {
		sizes = append(sizes, int(math.Ceil(size)))
	}
	return append(sizes, int(most))
}

// logChoose returns the logarithm of the number of ways to choose k of n.
func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}

// cover chooses k customers among some, or all if nil, each the one who stands
// in most sets that those before do not cover, of equal ones the first. It
// returns how many sets they cover, and a bound on what any k could: after each
// choice, what is covered and the k largest of what others would add, the least
// of these.
func cover(s *sets, n, k int, among []bool) (picked []int32, covered, bound float64) {
	in, at := invert(s, n)
	adds := make([]int32, n)
	for i := range adds {
		if adds[i] = at[i+1] - at[i]; among != nil && !among[i] {
			adds[i] = -1
		}
	}
	// How many would add so much, so that the largest are found from above.
	most := slices.Max(adds)
	count := make([]int32, max(most, 0)+1)
	for _, a := range adds {
		if a > 0 {
			count[a]++
		}
	}
	done := make([]bool, s.count())
	total := 0
	bound = math.Inf(1)
	for len(picked) < k {
		bound = min(bound, float64(total)+largest(count, k))
		for most > 0 && count[most] == 0 {
			most--
		}
		if most <= 0 {
			break
		}
		best := int32(slices.Index(adds, most))
		total += int(most)
		picked = append(picked, best)
		count[most]--
		adds[best] = -1
		for _, set := range in[at[best]:at[best+1]] {
			if done[set] {
				continue
			}
			done[set] = true
			for _, i := range s.of(int(set)) {
				if a := adds[i]; a > 0 {
					count[a]--
					count[a-1]++
					adds[i] = a - 1
				}
			}
		}
	}
	bound = min(bound, float64(total)+largest(count, k))
	// Who adds nothing that was seen fills up, in order.
	for i := int32(0); len(picked) < k && i < int32(n); i++ {
		if (among == nil || among[i]) && !slices.Contains(picked, i) {
			picked = append(picked, i)
		}
	}
	return picked, float64(total), bound
}

// invert returns for each customer the sets they stand in.
func invert(s *sets, n int) (in, at []int32) {
	at = make([]int32, n+1)
	for _, i := range s.members {
		at[i+1]++
	}
	for i := range n {
		at[i+1] += at[i]
	}
	in = make([]int32, len(s.members))
	next := slices.Clone(at)
	for k := range s.ends {
		for _, i := range s.of(k) {
			in[next[i]] = int32(k)
			next[i]++
		}
	}
	return in, at
}

// largest returns the sum of the k largest numbers above 0, of each of which
// there are so many.
func largest(count []int32, k int) float64 {
	sum := 0.0
	for a := len(count) - 1; a > 0 && k > 0; a-- {
		take := min(k, int(count[a]))
		sum += float64(take) * float64(a)
		k -= take
	}
	return sum
}

// covering returns how many sets hold one of some customers.
func covering(s *sets, customers []int32, n int) float64 {
	is := make([]bool, n)
	for _, i := range customers {
		is[i] = true
	}
	covered := 0
	for k := range s.ends {
		if slices.ContainsFunc(s.of(k), func(i int32) bool { return is[i] }) {
			covered++
		}
	}
	return float64(covered)
}

// Greedy returns the customers of [BestSeeds] in the independent cascade, within
// a tenth of the guarantee of greedy choice.
func Greedy(g *Graph, k int, pass float64, luck chance.Luck) []int32 {
	return GreedyAmong(g, k, nil, pass, luck)
}

// GreedyAmong is [Greedy] among some customers, as [BestSeedsAmong] is.
func GreedyAmong(g *Graph, k int, among []bool, pass float64, luck chance.Luck) []int32 {
	return BestSeedsAmong(g, k, among, Spread{Model: "ic", Pass: pass}, 0.1, luck, 1).Customers
}
