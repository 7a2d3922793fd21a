package network

import (
	"slices"

	"grapevine/chance"
)

var (
	reaches = chance.NewPurpose("network: who would have reached a customer")
	turns   = chance.NewPurpose("network: for whom cascades are played backwards")
)

// sets are cascades played out backwards (Borgs, Brautbar, Chayes & Lucier
// 2014): who, for a customer drawn at random, would have reached them. A set
// stands at members[ends[k-1]:ends[k]].
//
// Customers are taken in turn, in an order that is random again each time all
// have had theirs: sums over such sets vary less than if each was drawn from
// all, and so bounds that hold for those hold for these (Hoeffding, Journal of
// the American Statistical Association 58, 1963, theorem 4, and Annals of
// Mathematical Statistics 27, 1956).
type sets struct {
	members []int32
	ends    []int
	order   []int32
	draw    stream // of the order
}

// roots returns the customers for whom the next sets are played.
func (s *sets) roots(n, count int, luck chance.Luck) []int32 {
	if s.order == nil {
		s.order = everyone(n)
		s.draw.reset(luck, turns, 0)
	}
	roots := make([]int32, count)
	for k := range roots {
		i := (s.count() + k) % n
		j := i + s.draw.below(n-i)
		s.order[i], s.order[j] = s.order[j], s.order[i]
		roots[k] = s.order[i]
	}
	return roots
}

// count returns how many sets there are.
func (s *sets) count() int { return len(s.ends) }

// of returns the k-th set, the customer it was played for first.
func (s *sets) of(k int) []int32 {
	from := 0
	if k > 0 {
		from = s.ends[k-1]
	}
	return s.members[from:s.ends[k]]
}

// more plays further sets, up to a number in all. Each has luck of its own, so
// they are the same on any number of workers.
func (s *sets) more(sp Spread, into *Graph, upTo int, luck chance.Luck, workers int) {
	const batch = 256
	from := s.count()
	lists := make([]sets, (upTo-from+batch-1)/batch)
	steps, roots := sp.steps(into), s.roots(into.Order(), upTo-from, luck)
	var players pool[*backwards]
	each(workers, len(lists), func(k int) {
		b := players.take(func() *backwards {
			return &backwards{Spread: sp, into: into, seen: make([]uint64, into.Order()/64+1), steps: steps}
		})
		lists[k] = sets{members: make([]int32, 0, 8*batch), ends: make([]int, 0, batch)}
		b.draw.reset(luck, reaches, from+k*batch)
		for _, root := range roots[k*batch : min((k+1)*batch, len(roots))] {
			lists[k].members = b.play(root, lists[k].members)
			lists[k].ends = append(lists[k].ends, len(lists[k].members))
		}
		players.give(b)
	})
	total := 0
	for _, l := range lists {
		total += len(l.members)
	}
	s.members = slices.Grow(s.members, total)
	s.ends = slices.Grow(s.ends, upTo-from)
	for _, l := range lists {
		base := len(s.members)
		s.members = append(s.members, l.members...)
		for _, end := range l.ends {
			s.ends = append(s.ends, base+end)
		}
	}
}

// backwards plays single sets.
type backwards struct {
	Spread
	into  *Graph
	steps []tieStep
	draw  stream
	seen  []uint64 // a bit a customer
}

// tieStep is how many ties of somebody with so many pass, or how one goes from
// one that does to the next.
type tieStep struct {
	all    bool       // every tie passes
	scale  float64    // of a step
	none   float64    // just below the probability that none passes
	atMost [12]uint32 // "wc": 2³² times the probability that at most so many pass; more than 12 do with less than 2⁻³²
}

// steps returns them by number of ties.
func (s Spread) steps(into *Graph) []tieStep {
	if s.Model == "lt" {
		return nil
	}
	most := 0
	for i := range into.Order() {
		most = max(most, into.Degree(int32(i)))
	}
	all := make([]tieStep, most+1)
	for ties := range all {
		p := s.Pass
		if s.Model == "wc" {
			p = 1 / float64(max(ties, 1))
		}
		if p >= 1 {
			all[ties].all = true
			continue
		}
		miss := logMiss(p)
		step := tieStep{scale: 1 / miss, none: chance.Exp(float64(ties)*miss) * (1 - 1e-9)}
		exactly, sum := chance.Exp(float64(ties)*miss), 0.0
		for k := range step.atMost {
			sum += exactly
			step.atMost[k] = uint32(min(float64(sum*(1<<32)), 1<<32-1))
			exactly *= float64(max(ties-k, 0)) / float64(k+1) * (p / (1 - p))
		}
		all[ties] = step
	}
	return all
}

// play appends the set of a customer.
func (b *backwards) play(root int32, to []int32) []int32 {
	start := len(to)
	to = b.add(root, to)
	for at := start; at < len(to); at++ {
		from := b.into.Neighbours(to[at])
		switch {
		case b.Model == "lt":
			if len(from) > 0 {
				to = b.add(from[b.draw.below(len(from))], to)
			}
		case b.steps[len(from)].all:
			for _, j := range from {
				to = b.add(j, to)
			}
		case b.Model == "wc":
			to = b.few(from, to)
		default:
			to = b.leap(from, to)
		}
	}
	for _, i := range to[start:] {
		b.seen[i>>6] = 0
	}
	return to
}

// few adds those whose ties pass where that is one on average: first how many
// do is drawn, then which.
func (b *backwards) few(from, to []int32) []int32 {
	word := b.draw.word()
	atMost, part, count := &b.steps[len(from)].atMost, uint32(word>>32), 0
	for count < len(atMost) && part >= atMost[count] {
		count++
	}
	switch count {
	case 0:
		return to
	case 1:
		return b.add(from[uint64(uint32(word))*uint64(len(from))>>32], to)
	}
	// Distinct ones: Floyd's way (Bentley & Floyd, Communications of the ACM 30,
	// 1987).
	var chosen [len(atMost)]int
	for k := range count {
		last := len(from) - count + k
		if chosen[k] = b.draw.below(last + 1); slices.Contains(chosen[:k], chosen[k]) {
			chosen[k] = last
		}
		to = b.add(from[chosen[k]], to)
	}
	return to
}

// leap adds those whose ties pass, from one to the next by geometric steps,
// those that do not pass untouched (Guo, Wang, Wei & Chen 2020).
func (b *backwards) leap(from, to []int32) []int32 {
	step := &b.steps[len(from)]
	for k := 0; ; k++ {
		u := b.draw.unit()
		if k == 0 && u < step.none {
			return to // without the logarithm that would say so
		}
		skip := chance.Log(u) * step.scale
		if skip >= float64(len(from)-k) {
			return to
		}
		k += int(skip)
		to = b.add(from[k], to)
	}
}

// add appends a customer who was not there.
func (b *backwards) add(j int32, to []int32) []int32 {
	word, bit := &b.seen[j>>6], uint64(1)<<(j&63)
	if *word&bit == 0 {
		*word |= bit
		to = append(to, j)
	}
	return to
}
